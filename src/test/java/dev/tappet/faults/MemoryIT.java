package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.tappet.support.Alone;
import io.lettuce.core.ScriptOutputType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker with little memory whose handlers are slower than its sources. Run it for
 * longer with {@code -Dmemory.seconds=600}.
 */
@Alone
class MemoryIT {

	private static final int BACKLOG = 150_000;

	private static final int PARTS = 10;

	private static final String FILLING = "x".repeat(200);

	private final Duration time = Duration.ofSeconds(Long.getLong("memory.seconds", 20));

	@Test
	void staysBoundedWhileHandlersAreSlowerThanTheirSources() {
		Path folder = Processes.folder(MemoryIT.class);
		try (FaultyRedis redis = FaultyRedis.start(folder.resolve("redis"))) {
			fill(redis);
			try (WorkerProcess worker = WorkerProcess.on(folder, redis.port())
				.jvm("-Xmx96m", "-XX:+ExitOnOutOfMemoryError")
				.stream("much-s", "concurrency=16", "redis-stream.count=1000", "retry.initial-delay=50ms")
				.list("much-l", "concurrency=16", "redis-list.count=1000", "retry.initial-delay=50ms")
				.channel("much-p", "concurrency=4")
				.start("small")) {
				DeliveryLedger ledger = new DeliveryLedger(folder, redis);
				List<Long> megabytes = new ArrayList<>();
				for (int i = 0; i < PARTS; i++) {
					long until = System.nanoTime() + this.time.toNanos() / PARTS;
					Awaitility.await("a part of the time").atMost(this.time.plusSeconds(30)).until(() -> {
						publish(redis);
						return !worker.isAlive() || System.nanoTime() - until > 0;
					});
					megabytes.add(worker.residentMegabytes());
				}
				System.out.printf("MB that the worker held after each of %d parts of %d s: %s%n", PARTS,
						this.time.toSeconds(), megabytes);
				assertThat(worker.isAlive()).as(worker.log()).isTrue();
				assertThat(megabytes.getLast()).isLessThan(megabytes.get(PARTS / 2) * 6 / 5 + 1);
				long before = ledger.invocations().size();
				Awaitility.await("it to go on").until(() -> ledger.invocations().size() > before);
				assertThat(worker.log()).doesNotContain("OutOfMemory");
			}
		}
	}

	private static void fill(FaultyRedis redis) {
		String[] bodies = Collections.nCopies(1000, "much;sleep:100+fail;ok;" + FILLING).toArray(String[]::new);
		redis.with((commands) -> {
			for (int i = 0; i < BACKLOG / 1000; i++) {
				commands.rpush("much-l", bodies);
				commands.eval("for i = 1, 1000 do redis.call('XADD', KEYS[1], '*', 'body', ARGV[1]) end",
						ScriptOutputType.STATUS, new String[] { "much-s" }, bodies[0]);
			}
			return commands.xadd("much-s", Map.of("body", bodies[0]));
		});
	}

	private static void publish(FaultyRedis redis) {
		redis.with((commands) -> {
			for (int i = 0; i < 200; i++) {
				commands.publish("much-p", "much;sleep:100;" + FILLING);
			}
			return true;
		});
	}

}
