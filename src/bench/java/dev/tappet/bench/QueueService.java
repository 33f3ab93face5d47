package dev.tappet.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import dev.tappet.source.azurequeue.QueueServiceStub;

/**
 * The process of {@link BenchAzure}. It does what it is told in lines on its input, and
 * ends with whoever tells it.
 */
final class QueueService {

	static final String PORT = "port";

	static final String MESSAGES = "messages";

	private QueueService() {
	}

	public static void main(String[] arguments) throws IOException {
		try (QueueServiceStub stub = QueueServiceStub.start();
				BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			stub.setLatency(Duration.ofMillis(Long.parseLong(arguments[0])));
			ChildJvm.say(Map.of(PORT, (double) stub.port()));
			for (String line; (line = input.readLine()) != null;) {
				String[] words = line.split(" ", -1);
				if (words[0].equals("stage")) {
					stub.fill(words[1], Integer.parseInt(words[2]), text(Integer.parseInt(words[3])));
				}
				ChildJvm.say(Map.of(MESSAGES, (double) stub.count(words[1])));
			}
		}
	}

	private static String text(int bytes) {
		return Base64.getEncoder().encodeToString("m".repeat(bytes).getBytes(StandardCharsets.UTF_8));
	}

}
