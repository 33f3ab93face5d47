package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A message that kills every process it runs in, among many that do nothing wrong.
 */
class KillerIT {

	private static final int MESSAGES = 200;

	private static final List<String> STREAMS = List.of("killer-s1", "killer-s2", "killer-s3");

	private static final List<String> LISTS = List.of("killer-l1", "killer-l2");

	private static Path folder;

	@BeforeAll
	static void emptyFolder() {
		folder = Processes.folder(KillerIT.class);
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void onlyTheKillerAmongManyInAStreamIsBuried() {
		onlyTheKillerIsBuried("killer-s1");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void onlyTheKillerAmongManyInAListIsBuried() {
		onlyTheKillerIsBuried("killer-l1");
	}

	private void onlyTheKillerIsBuried(String killing) {
		Path folder = KillerIT.folder.resolve(killing);
		List<WorkerProcess> workers = new ArrayList<>();
		try (FaultyRedis redis = FaultyRedis.start(folder.resolve("redis"))) {
			DeliveryLedger ledger = new DeliveryLedger(folder, redis);
			WorkerProcess.Setup setup = WorkerProcess.on(folder, redis.port())
				.set("tappet.defaults.retry.max-attempts=3")
				.set("tappet.defaults.retry.initial-delay=200ms")
				.set("tappet.defaults.concurrency=64");
			STREAMS.forEach((name) -> setup.stream(name, "redis-stream.count=50"));
			LISTS.forEach((name) -> setup.list(name, "redis-list.count=50"));
			for (int i = 1; i < MESSAGES; i++) {
				String trigger = (i % 5 < 3) ? STREAMS.get(i % 5) : LISTS.get(i % 5 - 3);
				send(ledger, trigger, "sleep:4000", "sleep:4000", "ok");
			}
			send(ledger, killing, "sleep:2000+halt", "sleep:2000+halt", "sleep:100+halt");
			workers.add(setup.launch("killer-a"));
			workers.add(setup.launch("killer-b"));
			Awaitility.await()
				.atMost(Duration.ofMinutes(4))
				.pollInterval(Duration.ofMillis(250))
				.until(() -> restartDead(setup, workers) && ledger.missing().isEmpty());
			List<String> buried = new ArrayList<>();
			STREAMS.forEach((name) -> ledger.deadLetters(name).forEach((letter) -> buried.add(name)));
			LISTS.forEach((name) -> ledger.deadLetters(name).forEach((letter) -> buried.add(name)));
			assertThat(buried).containsExactly(killing);
			assertThat(ledger.deadLetters(killing).getFirst()).containsEntry("tappet-attempts", "3");
		}
		finally {
			workers.forEach(WorkerProcess::close);
		}
	}

	private static boolean restartDead(WorkerProcess.Setup setup, List<WorkerProcess> workers) {
		for (int i = 0; i < workers.size(); i++) {
			if (!workers.get(i).isAlive()) {
				workers.set(i, setup.launch(workers.get(i).instance()));
			}
		}
		return true;
	}

	private static void send(DeliveryLedger ledger, String trigger, String... attempts) {
		if (LISTS.contains(trigger)) {
			ledger.toList(trigger, attempts);
		}
		else {
			ledger.toStream(trigger, attempts);
		}
	}

}
