package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.tappet.faults.Journal.Invocation;
import io.lettuce.core.ScriptOutputType;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that fit into the memory of a worker one by one, but not as many as its
 * settings would have it read at a time.
 */
class LargeMessagesIT {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	@ParameterizedTest
	@CsvSource({ "list, 100, 8, count=100", "list, 40, 16, count=10", "stream, 40, 16, count=10" })
	void runToTheEndOneAfterTheOtherWhateverTheCount(String type, int messages, int megabytes, String count) {
		Path folder = Processes.folder(LargeMessagesIT.class);
		try (FaultyRedis redis = FaultyRedis.start(folder.resolve("redis"), "--save", "")) {
			fill(redis, type, messages, megabytes);
			WorkerProcess.Setup setup = WorkerProcess.on(folder, redis.port())
				.jvm("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
			String read = "redis-" + type + "." + count;
			try (WorkerProcess worker = (type.equals("list") ? setup.list("large", read) : setup.stream("large", read))
				.launch("small")) {
				DeliveryLedger ledger = new DeliveryLedger(folder, redis);
				Awaitility.await("all of it").atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
					assertThat(worker.isAlive()).as(worker.log()).isTrue();
					return succeeded(ledger).size() >= messages;
				});
				assertThat(succeeded(ledger)).containsExactlyInAnyOrderElementsOf(
						IntStream.rangeClosed(1, messages).mapToObj((number) -> "large-" + number).toList());
				assertThat(ledger.invocations()).hasSize(messages).allMatch((call) -> call.attempt() == 1);
				assertThat(redis.<Long>with((commands) -> commands.exists("large-poison"))).isZero();
				assertThat(worker.log()).containsOnlyOnce("waits with reading 'large'");
			}
		}
	}

	private static List<String> succeeded(DeliveryLedger ledger) {
		return ledger.invocations().stream().filter(Invocation::succeeded).map(Invocation::id).toList();
	}

	/** Made by the server itself, a few at a time. */
	private static void fill(FaultyRedis redis, String type, int messages, int megabytes) {
		String script = """
				local filling = ';ok;' .. string.rep(string.rep('x', 65536), ARGV[1] * 16)
				for i = tonumber(ARGV[2]), math.min(ARGV[2] + 4, ARGV[3]) do
				  %s
				end""".formatted(type.equals("list") ? "redis.call('RPUSH', KEYS[1], 'large-' .. i .. filling)"
				: "redis.call('XADD', KEYS[1], '*', 'body', 'large-' .. i .. filling)");
		for (int i = 1; i <= messages; i += 5) {
			String first = Integer.toString(i);
			redis.with((commands) -> commands.eval(script, ScriptOutputType.STATUS, new String[] { "large" },
					Integer.toString(megabytes), first, Integer.toString(messages)));
		}
		System.out.printf("Filled with %d of %d MB%n", messages, megabytes);
	}

}
