package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.tappet.faults.Flow.Outcome;
import dev.tappet.faults.Journal.Invocation;
import io.lettuce.core.KillArgs;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The leader of {@code replicas: one} is killed, frozen, cut off or stopped, while
 * messages arrive. What Redis delivered to the others is handled, and little of it twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaderDeathIT {

	private static final int INSTANCES = 3;

	/** 200 messages a second. */
	private static final Duration PAUSE = Duration.ofMillis(5);

	/** What is handled in a second. */
	private static final int REPEATS = 200;

	private final Path folder = Processes.folder(LeaderDeathIT.class);

	private final List<WorkerProcess> workers = new ArrayList<>();

	private FaultyRedis redis;

	private int started;

	@BeforeAll
	void startRedis() {
		this.redis = FaultyRedis.start(this.folder.resolve("redis"));
	}

	@AfterAll
	void stopAll() {
		this.workers.forEach(WorkerProcess::close);
		this.redis.close();
	}

	@BeforeEach
	void startWorkers() {
		this.workers.removeIf((worker) -> !worker.isAlive());
		List<WorkerProcess> fresh = new ArrayList<>();
		while (this.workers.size() < INSTANCES) {
			WorkerProcess worker = WorkerProcess.on(this.folder, this.redis.port())
				.channel("lead", "redis-pubsub.replicas=one")
				.set("tappet.triggers.events.redis-pubsub.keyevent=set")
				.set("tappet.triggers.events.redis-pubsub.replicas=one")
				.set("tappet.triggers.events.redis-pubsub.configure-notifications=true")
				.set("tappet.triggers.events.handler=work")
				.launch("lead-" + this.started++);
			this.workers.add(worker);
			fresh.add(worker);
		}
		fresh.forEach(WorkerProcess::awaitStarted);
		await("each to hear", () -> receivers() == INSTANCES);
	}

	private long receivers() {
		return this.redis.with((commands) -> commands.publish("lead", "nothing"));
	}

	private boolean publish(String id) {
		return this.redis.with((commands) -> commands.publish("lead", id)) > 0;
	}

	private boolean publishToAll(String id) {
		return this.redis.with((commands) -> commands.publish("lead", id)) == INSTANCES;
	}

	private boolean set(String id) {
		return "OK".equals(this.redis.with((commands) -> commands.set(id, "")));
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what)
			.atMost(Duration.ofSeconds(40))
			.pollInterval(Duration.ofMillis(100))
			.ignoreExceptions()
			.until(condition);
	}

	private WorkerProcess leader(String trigger) {
		String holder = this.redis.with((commands) -> commands.get("tappet:{" + trigger + "}:leader"));
		String instance = holder.substring(0, holder.indexOf('#'));
		return this.workers.stream().filter((each) -> each.instance().equals(instance)).findFirst().orElseThrow();
	}

	private List<Invocation> calls() {
		return Journal.readAll(this.folder);
	}

	private boolean handled(Flow flow, String process, boolean by, int from) {
		return calls().stream()
			.filter((call) -> flow.sent().contains(call.id()))
			.filter((call) -> call.process().equals(process) == by)
			.count() > from;
	}

	/**
	 * Sends a while, lets something happen, and sends until another has handled enough.
	 */
	private Outcome during(Flow flow, WorkerProcess victim, Runnable fault) {
		try (flow) {
			await("the leader to handle them", () -> handled(flow, victim.name(), true, 300));
			fault.run();
			await("another to handle them", () -> handled(flow, victim.name(), false, 200));
		}
		return settled(flow);
	}

	/**
	 * What a leader may have handled after its last sign of life, of which it gives five
	 * a second: on a busy machine it may handle at once what it was sent for a while.
	 */
	private int repeats(WorkerProcess leader) {
		return Math.max(REPEATS, Journal.mostInASecond(calls(), leader.name()));
	}

	private Outcome settled(Flow flow) {
		flow.stop();
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(15))
				.pollInterval(Duration.ofMillis(100))
				.until(() -> flow.outcome(calls()).lost().isEmpty());
		}
		catch (ConditionTimeoutException ex) {
			// The outcome tells which are lost.
			return flow.outcome(calls());
		}
		return flow.outcome(calls());
	}

	@Test
	void aKilledLeaderLosesNothing() {
		for (int i = 0; i < 2; i++) {
			startWorkers();
			WorkerProcess leader = leader("lead");
			Outcome outcome = during(new Flow("killed" + i + "-", this::publish, PAUSE), leader, leader::kill)
				.print("leader killed");
			assertThat(outcome.lost()).isEmpty();
			assertThat(outcome.doubled()).isLessThanOrEqualTo(repeats(leader));
		}
	}

	@Test
	void aKilledLeaderLosesNoEventsOfKeys() {
		WorkerProcess leader = leader("events");
		Outcome outcome = during(new Flow("event-", this::set, PAUSE), leader, leader::kill)
			.print("leader of a keyevent trigger killed");
		assertThat(outcome.lost()).isEmpty();
		assertThat(outcome.doubled()).isLessThanOrEqualTo(repeats(leader));
	}

	@Test
	void aKilledLeaderLosesNoneOfItsRetriesAndUnfinishedMessages() {
		WorkerProcess leader = leader("lead");
		Flow flow = new Flow("failing-", (id) -> publish(id + (id.endsWith("7") ? ";fail;ok" : ";sleep:50")), PAUSE);
		Outcome outcome = during(flow, leader, leader::kill)
			.print("leader killed with retries, which count as doubled");
		assertThat(outcome.lost()).isEmpty();
		await("all to succeed", () -> {
			Set<String> succeeded = calls().stream()
				.filter(Invocation::succeeded)
				.map(Invocation::id)
				.collect(Collectors.toSet());
			return succeeded.containsAll(flow.sent());
		});
	}

	@Test
	void aFrozenLeaderLosesNothingAndHandsNothingOutWhenItWakes() {
		WorkerProcess leader = leader("lead");
		Flow flow = new Flow("frozen-", this::publish, PAUSE);
		try (flow) {
			await("the leader to handle them", () -> handled(flow, leader.name(), true, 300));
			leader.freeze();
			await("another to handle them", () -> handled(flow, leader.name(), false, 200));
			leader.thaw();
			long thawedAt = System.currentTimeMillis();
			await("the other to go on", () -> calls().stream()
				.anyMatch((call) -> flow.sent().contains(call.id()) && call.startedAt() > thawedAt + 1500));
		}
		Outcome outcome = settled(flow).print("leader frozen, then woken");
		assertThat(outcome.lost()).isEmpty();
		assertThat(outcome.doubled()).isLessThanOrEqualTo(repeats(leader));
	}

	@Test
	void aLeaderThatIsStoppedLosesAndRepeatsNothing() {
		WorkerProcess leader = leader("lead");
		Outcome outcome = during(new Flow("stopped-", this::publish, PAUSE), leader, leader::terminate)
			.print("leader stopped by SIGTERM");
		assertThat(outcome.lost()).isEmpty();
		assertThat(outcome.doubled()).isZero();
	}

	@Test
	void aLeaderThatHearsNothingForAMomentLeavesItToAnother() {
		WorkerProcess leader = leader("lead");
		Outcome outcome = during(new Flow("deaf-", this::publish, PAUSE), leader, () -> cut(leader, true))
			.print("the leader's subscriptions cut");
		assertThat(outcome.lost()).isEmpty();
		assertThat(outcome.doubled()).isZero();
	}

	@Test
	void aLeaderThatIsCutOffForAMomentGoesOn() {
		WorkerProcess leader = leader("lead");
		Flow flow = new Flow("cut-", this::publish, PAUSE);
		try (flow) {
			for (int i = 1; i <= 3; i++) {
				int before = i * 300;
				await("it to be handled", () -> flow.outcome(calls()).handled() > before);
				cut(leader, false);
			}
			await("it to be handled", () -> flow.outcome(calls()).handled() > 1200);
		}
		Outcome outcome = settled(flow).print("the leader's own connection cut three times");
		assertThat(outcome.lost()).isEmpty();
		assertThat(outcome.doubled()).isZero();
	}

	private void cut(WorkerProcess worker, boolean subscriptions) {
		String name = " name=tappet-" + worker.instance() + " ";
		this.redis.with((commands) -> commands.clientList()
			.lines()
			.filter((line) -> line.contains(name) && line.contains(" sub=0 psub=0 ") != subscriptions)
			.map((line) -> commands
				.clientKill(KillArgs.Builder.id(Long.parseLong(line.replaceFirst("^id=(\\d+) .*$", "$1")))))
			.toList());
	}

	@Test
	void whatIsPublishedBesideARestartOfRedisIsHandled() {
		for (int i = 0; i < 2; i++) {
			boolean kept = i == 0;
			// What was heard by some may have been heard by none that leads.
			Flow flow = new Flow("restart" + i + "-", this::publishToAll, PAUSE);
			try (flow) {
				await("it to be handled", () -> flow.outcome(calls()).handled() > 300);
				if (kept) {
					this.redis.stop();
				}
				else {
					this.redis.kill();
				}
				this.redis.start();
				await("all to be there again", () -> receivers() == INSTANCES);
				int before = flow.outcome(calls()).handled();
				await("it to be handled", () -> flow.outcome(calls()).handled() > before + 200);
			}
			Outcome outcome = settled(flow)
				.print(kept ? "Redis restarted, with its data" : "Redis killed, and restarted");
			assertThat(outcome.lost()).isEmpty();
			assertThat(outcome.doubled()).isLessThan(REPEATS);
		}
	}

}
