package dev.tappet.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@DisabledOnOs(OS.WINDOWS)
class RedisProcessTests {

	@Test
	void answersOnTheLoopbackInterfaceOnly() throws Exception {
		try (RedisProcess redis = RedisProcess.start()) {
			assertThat(answers(InetAddress.getLoopbackAddress(), redis.port())).isTrue();
			for (InetAddress address : otherAddresses()) {
				assertThat(answers(address, redis.port())).as(address.toString()).isFalse();
			}
		}
	}

	@Test
	void endsWhenItIsClosed() {
		RedisProcess redis = RedisProcess.start();
		redis.close();
		Awaitility.await().until(() -> !answers(InetAddress.getLoopbackAddress(), redis.port()));
	}

	@Test
	void endsWithTheProcessThatStartedItHoweverThatEnds() throws Exception {
		Process owner = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Owner.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		int port;
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
			port = Integer.parseInt(output.readLine());
			assertThat(answers(InetAddress.getLoopbackAddress(), port)).isTrue();
		}
		finally {
			owner.destroyForcibly().waitFor();
		}
		Awaitility.await().until(() -> !answers(InetAddress.getLoopbackAddress(), port));
	}

	private static List<InetAddress> otherAddresses() throws IOException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
			.toList();
	}

	private static boolean answers(InetAddress address, int port) {
		try (Socket socket = new Socket(address, port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	static final class Owner {

		private Owner() {
		}

		public static void main(String[] args) throws Exception {
			System.out.println(RedisProcess.start().port());
			System.in.read();
		}

	}

}
