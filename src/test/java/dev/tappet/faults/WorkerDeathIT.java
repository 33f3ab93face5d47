package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.tappet.faults.Journal.Invocation;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that are killed, frozen or slow. The scenarios share a Redis and run at the
 * same time, each with processes and keys of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerDeathIT {

	private static final Duration TAKEOVER = Duration.ofSeconds(15);

	private final Path folder = Processes.folder(WorkerDeathIT.class);

	private final ConcurrentLinkedQueue<AutoCloseable> open = new ConcurrentLinkedQueue<>();

	private FaultyRedis redis;

	private DeliveryLedger ledger;

	@BeforeAll
	void startRedis() {
		this.redis = FaultyRedis.start(this.folder.resolve("redis"));
		this.ledger = new DeliveryLedger(this.folder, this.redis);
	}

	@AfterAll
	void stopAll() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.redis.close();
	}

	private WorkerProcess.Setup worker() {
		return WorkerProcess.on(this.folder, this.redis.port()).set("tappet.defaults.retry.initial-delay=200ms");
	}

	private WorkerProcess opened(WorkerProcess worker) {
		this.open.add(worker);
		return worker;
	}

	private static void await(String what, Duration most, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(most).pollInterval(Duration.ofMillis(100)).until(condition);
	}

	private List<Invocation> of(List<String> ids) {
		List<Invocation> all = this.ledger.invocations();
		return all.stream().filter((invocation) -> ids.contains(invocation.id())).toList();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void messagesOfAKilledWorkerRunOnALiveOneWithinSeconds() {
		WorkerProcess.Setup setup = worker().stream("killed-s", "concurrency=32", "redis-stream.count=50")
			.list("killed-l", "concurrency=32", "redis-list.count=50")
			.stream("killed-retry-s")
			.list("killed-retry-l");
		List<String> held = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			held.add(this.ledger.toStream("killed-s", "sleep:60000", "ok"));
			held.add(this.ledger.toList("killed-l", "sleep:60000", "ok"));
		}
		List<String> retried = List.of(this.ledger.toStream("killed-retry-s", "fail", "sleep:60000", "ok"),
				this.ledger.toList("killed-retry-l", "fail", "sleep:60000", "ok"));
		WorkerProcess victim = opened(setup.start("killed"));
		await("all to be held", Duration.ofSeconds(20), () -> of(held).size() == 60 && of(retried).size() == 4);
		WorkerProcess heir = opened(setup.start("killed-heir"));
		victim.kill();
		long killedAt = System.currentTimeMillis();
		await("takeover", Duration.ofSeconds(30), () -> of(held).stream().filter(Invocation::succeeded).count() == 60
				&& of(retried).stream().filter(Invocation::succeeded).count() == 2);
		long longest = 0;
		for (Invocation invocation : of(held)) {
			if (invocation.worker().equals(heir.instance())) {
				assertThat(invocation.attempt()).as(invocation.id()).isEqualTo(2);
				longest = Math.max(longest, invocation.startedAt() - killedAt);
			}
		}
		System.out.printf("Longest takeover of %d messages after kill -9: %d ms%n", held.size(), longest);
		assertThat(longest).isLessThan(TAKEOVER.toMillis());
		assertThat(of(retried).stream().filter(Invocation::succeeded)).extracting(Invocation::attempt)
			.containsExactly(3, 3);
		awaitGone("killed-s", victim.instance());
		assertThat(consumers("killed-s")).contains(heir.instance());
	}

	private List<String> consumers(String stream) {
		return this.redis.with((commands) -> commands.xinfoConsumers(stream, stream))
			.stream()
			.map((consumer) -> String.valueOf(((List<?>) consumer).get(1)))
			.toList();
	}

	private void awaitGone(String stream, String consumer) {
		await("the consumer of the dead to vanish", Duration.ofSeconds(15),
				() -> !consumers(stream).contains(consumer));
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void messagesThatKillTheirWorkersEndInTheDeadLetters() {
		WorkerProcess.Setup setup = worker().stream("deadly-s", "retry.max-attempts=3")
			.list("deadly-l", "retry.max-attempts=3");
		List<String> ids = List.of(this.ledger.toStream("deadly-s", "sleep:2000+halt"),
				this.ledger.toList("deadly-l", "sleep:2000+halt"));
		// The same instance again, and others that take over. Each may die of either.
		for (String instance : List.of("deadly-1", "deadly-1", "deadly-2", "deadly-3", "deadly-4", "deadly-5")) {
			if (!isBuried("deadly-s") || !isBuried("deadly-l")) {
				awaitDeathOrDeadLetters(opened(setup.launch(instance)));
			}
		}
		for (String trigger : List.of("deadly-s", "deadly-l")) {
			assertThat(this.ledger.deadLetters(trigger)).singleElement()
				.satisfies((letter) -> assertThat(letter).containsEntry("tappet-attempts", "3"));
		}
		for (String id : ids) {
			// One may be counted and not begun, when the other message kills the process
			// before.
			assertThat(of(List.of(id))).extracting(Invocation::attempt)
				.contains(1, 3)
				.isSubsetOf(1, 2, 3)
				.doesNotHaveDuplicates();
		}
	}

	private boolean isBuried(String trigger) {
		return !this.ledger.deadLetters(trigger).isEmpty();
	}

	private void awaitDeathOrDeadLetters(WorkerProcess worker) {
		await("a death or the dead letters", Duration.ofSeconds(150),
				() -> !worker.isAlive() || (isBuried("deadly-s") && isBuried("deadly-l")));
		if (!worker.isAlive()) {
			assertThat(worker.awaitEnd(Duration.ZERO)).as(worker.log()).isEqualTo(Steps.HALTED);
		}
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aSlowWorkerKeepsItsMessagesForAsLongAsItLives() {
		// A handler that computes leaves no processor to virtual threads.
		WorkerProcess.Setup setup = worker().stream("slow-s")
			.list("slow-l")
			.stream("busy")
			.jvm("-XX:ActiveProcessorCount=1");
		opened(setup.start("slow-1"));
		WorkerProcess other = opened(setup.start("slow-2"));
		// So that the first one gets them.
		other.freeze();
		List<String> ids = new ArrayList<>(
				List.of(this.ledger.toStream("slow-s", "sleep:16000"), this.ledger.toList("slow-l", "sleep:16000")));
		await("them to be held", Duration.ofSeconds(20), () -> of(ids).size() == 2);
		ids.add(this.ledger.toStream("busy", "spin:15000"));
		await("all to be held", Duration.ofSeconds(20), () -> of(ids).size() == 3);
		other.thaw();
		await("the end of the slow handlers", Duration.ofSeconds(40),
				() -> of(ids).stream().filter(Invocation::ended).count() >= 3);
		assertThat(of(ids)).hasSize(3).allMatch(Invocation::succeeded);
		assertThat(of(ids)).extracting(Invocation::attempt).containsOnly(1);
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void entriesOfAKilledWorkerAreTakenOverThoughTheirGroupWasDestroyedBefore() {
		WorkerProcess.Setup setup = worker().stream("regrouped");
		WorkerProcess victim = opened(setup.launch("regrouped-1"));
		WorkerProcess heir = opened(setup.launch("regrouped-2"));
		victim.awaitStarted();
		heir.awaitStarted();
		// So that the other one gets them.
		heir.freeze();
		List<String> ids = List.of(this.ledger.toStream("regrouped", "sleep:60000", "ok"),
				this.ledger.toStream("regrouped", "sleep:60000", "ok"));
		await("all to be held", Duration.ofSeconds(20), () -> of(ids).size() == 2);
		heir.thaw();
		// Until it has heard how far the group is: it may be the one to make it anew.
		Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
		this.redis.with((commands) -> commands.xgroupDestroy("regrouped", "regrouped"));
		await("the group to know them again", Duration.ofSeconds(6), () -> {
			try {
				return pendingFor("regrouped", victim) == 2;
			}
			catch (RedisCommandExecutionException ex) {
				return false;
			}
		});
		victim.kill();
		await("takeover", TAKEOVER, () -> by(heir, ids).stream().filter(Invocation::succeeded).count() == 2);
		assertThat(of(ids)).hasSize(4);
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aFrozenWorkerLeavesAloneWhatOthersTookOver() {
		WorkerProcess.Setup setup = worker().stream("frozen-s").list("frozen-l");
		WorkerProcess frozen = opened(setup.start("frozen"));
		// Each would be settled in another way on waking up, were it still this worker's.
		String then = "sleep:12000+fail";
		List<String> ids = new ArrayList<>();
		for (String first : List.of("sleep:3000", "sleep:3000+fail", "sleep:3000+reject")) {
			ids.add(this.ledger.toStream("frozen-s", first, then, "ok"));
			ids.add(this.ledger.toList("frozen-l", first, then, "ok"));
		}
		await("all to be held", Duration.ofSeconds(20), () -> of(ids).size() == 6);
		frozen.freeze();
		WorkerProcess heir = opened(setup.start("frozen-heir"));
		await("takeover", Duration.ofSeconds(20), () -> by(heir, ids).size() == 6);
		assertThat(by(heir, ids)).extracting(Invocation::attempt).containsOnly(2);
		frozen.thaw();
		await("the frozen handlers to end", Duration.ofSeconds(10),
				() -> by(frozen, ids).stream().filter(Invocation::ended).count() == 6);
		await("the frozen worker to notice", Duration.ofSeconds(5),
				() -> frozen.log().contains("showed no sign of life"));
		assertThat(this.ledger.pending("frozen-s")).isEqualTo(3);
		await("all to be handled", Duration.ofSeconds(30),
				() -> of(ids).stream()
					.filter((invocation) -> invocation.attempt() == 3 && invocation.succeeded())
					.count() == 6);
		assertThat(of(ids)).hasSize(18);
		assertThat(this.ledger.deadLetters("frozen-s")).isEmpty();
		assertThat(this.ledger.deadLetters("frozen-l")).isEmpty();
		heir.kill();
		List<String> later = List.of(this.ledger.toStream("frozen-s"), this.ledger.toList("frozen-l"));
		await("the woken worker to go on", Duration.ofSeconds(5),
				() -> by(frozen, later).stream().filter(Invocation::succeeded).count() == 2);
		await("nothing to be left", TAKEOVER, () -> this.ledger.pending("frozen-s") == 0);
	}

	private int pendingFor(String stream, WorkerProcess worker) {
		return this.redis
			.with((commands) -> commands.xpending(stream, Consumer.from(stream, worker.instance()), Range.unbounded(),
					Limit.from(100)))
			.size();
	}

	private List<Invocation> by(WorkerProcess worker, List<String> ids) {
		return of(ids).stream().filter((invocation) -> invocation.worker().equals(worker.instance())).toList();
	}

}
