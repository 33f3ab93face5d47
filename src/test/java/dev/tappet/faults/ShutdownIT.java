package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.tappet.faults.Journal.Invocation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that end, in order or not, and others that step in for them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShutdownIT {

	private static final int TERMINATED = 143;

	private final Path folder = Processes.folder(ShutdownIT.class);

	private final ConcurrentLinkedQueue<WorkerProcess> open = new ConcurrentLinkedQueue<>();

	private FaultyRedis redis;

	private DeliveryLedger ledger;

	@BeforeAll
	void startRedis() {
		this.redis = FaultyRedis.start(this.folder.resolve("redis"));
		this.ledger = new DeliveryLedger(this.folder, this.redis);
	}

	@AfterAll
	void stopAll() {
		this.open.forEach(WorkerProcess::close);
		this.redis.close();
	}

	private WorkerProcess.Setup worker() {
		return WorkerProcess.on(this.folder, this.redis.port()).set("spring.lifecycle.timeout-per-shutdown-phase=6s");
	}

	private WorkerProcess opened(WorkerProcess worker) {
		this.open.add(worker);
		return worker;
	}

	private static void await(String what, Duration most, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(most).pollInterval(Duration.ofMillis(50)).until(condition);
	}

	private List<Invocation> of(List<String> ids) {
		return this.ledger.invocations().stream().filter((invocation) -> ids.contains(invocation.id())).toList();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aTerminatedWorkerFinishesWhatItCanAndHandsBackTheRest() {
		WorkerProcess.Setup setup = worker().stream("drain-s", "concurrency=40").list("drain-l", "concurrency=40");
		WorkerProcess leaving = opened(setup.launch("drain-leaving"));
		WorkerProcess staying = opened(setup.launch("drain-staying"));
		leaving.awaitStarted();
		staying.awaitStarted();
		// So that the other one gets them.
		staying.freeze();
		List<String> quick = new ArrayList<>();
		List<String> slow = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			quick.add(this.ledger.toStream("drain-s", "sleep:2500"));
			quick.add(this.ledger.toList("drain-l", "sleep:2500"));
			slow.add(this.ledger.toStream("drain-s", "sleep:9000"));
			slow.add(this.ledger.toList("drain-l", "sleep:9000"));
		}
		await("all to be held", Duration.ofSeconds(20), () -> of(quick).size() == 20 && of(slow).size() == 20);
		staying.thaw();
		List<String> flowing = flow("drain-s", "drain-l");
		long begin = System.currentTimeMillis();
		leaving.terminate();
		flowing.addAll(flow("drain-s", "drain-l"));
		leaving.terminate();
		int status = leaving.awaitEnd(Duration.ofSeconds(10));
		long took = System.currentTimeMillis() - begin;
		assertThat(status).isIn(0, TERMINATED);
		assertThat(took).isLessThan(7500);
		assertThat(of(quick)).hasSize(20).allMatch((call) -> call.worker().equals("drain-leaving"));
		assertThat(of(slow)).extracting(Invocation::attempt).containsOnly(1);
		await("the rest to be handled", Duration.ofSeconds(20),
				() -> this.ledger.missing().stream().noneMatch((id) -> slow.contains(id) || flowing.contains(id)));
		long lastEnd = 0;
		long lastStart = 0;
		for (Invocation call : of(slow)) {
			if (call.worker().equals("drain-leaving")) {
				lastEnd = Math.max(lastEnd, call.endedAt());
			}
			else {
				lastStart = Math.max(lastStart, call.startedAt());
			}
		}
		System.out.printf("SIGTERM: ended after %d ms with %d; unfinished picked up %d ms after their interruption%n",
				took, status, lastStart - lastEnd);
		assertThat(lastStart - lastEnd).isLessThan(1500);
		await("the consumer to vanish", Duration.ofSeconds(20),
				() -> this.ledger.pending("drain-s") == 0
						&& this.redis.with((commands) -> commands.xinfoConsumers("drain-s", "drain-s"))
							.stream()
							.noneMatch((consumer) -> String.valueOf(consumer).contains("drain-leaving")));
	}

	private List<String> flow(String stream, String list) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			ids.add(this.ledger.toStream(stream, "sleep:20"));
			ids.add(this.ledger.toList(list, "sleep:20"));
		}
		return ids;
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void anotherInstanceHearsWhatIsPublishedWhenTheOneThatDidIsKilled() {
		WorkerProcess.Setup setup = worker().channel("single", "redis-pubsub.replicas=one");
		opened(setup.launch("single-1"));
		opened(setup.launch("single-2"));
		this.open.forEach((worker) -> {
			if (worker.instance().startsWith("single")) {
				worker.awaitStarted();
			}
		});
		List<String> first = publish(0, Duration.ofSeconds(3));
		assertThat(of(first)).as("by one instance").extracting(Invocation::worker).doesNotContainNull();
		assertThat(of(first).stream().map(Invocation::worker).distinct()).hasSize(1);
		assertThat(of(first)).hasSize(first.size());
		WorkerProcess leader = this.open.stream()
			.filter((worker) -> worker.instance().equals(of(first).getFirst().worker()))
			.findFirst()
			.orElseThrow();
		leader.kill();
		long killedAt = System.currentTimeMillis();
		await("the other to hear", Duration.ofSeconds(15),
				() -> !of(publish(1000 + (int) (System.currentTimeMillis() % 1_000_000) * 10, Duration.ofMillis(300)))
					.isEmpty());
		System.out.printf("replicas: one - taken over after %d ms%n", System.currentTimeMillis() - killedAt);
	}

	private List<String> publish(int from, Duration most) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			String id = "single-" + (from + i);
			ids.add(id);
			this.redis.with((commands) -> commands.publish("single", id));
		}
		Awaitility.await().pollDelay(most).atMost(most.plusSeconds(5)).until(() -> true);
		return ids;
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aSecondProcessOfAnInstanceWaitsForTheFirst() {
		WorkerProcess.Setup setup = worker().stream("twin");
		WorkerProcess first = opened(setup.start("twin"));
		WorkerProcess second = opened(setup.launch("twin"));
		assertThat(second.awaitEnd(Duration.ofSeconds(90))).isNotIn(0, TERMINATED);
		assertThat(second.log()).contains("nother live process uses the instance id 'twin'");
		WorkerProcess third = opened(setup.launch("twin"));
		await("the third to wait", Duration.ofSeconds(60), () -> third.log().contains("waiting for them to end"));
		first.kill();
		third.awaitStarted();
		String id = this.ledger.toStream("twin");
		await("it to be handled", Duration.ofSeconds(5),
				() -> of(List.of(id)).stream().anyMatch(Invocation::succeeded));
	}

}
