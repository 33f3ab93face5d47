package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.tappet.faults.Flow.Outcome;
import dev.tappet.faults.Journal.Invocation;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.RedisReplicas;
import dev.tappet.support.RedisSentinels;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code replicas: one} where there is more than a single server: workers that lead on a
 * cluster, under Sentinel and on fixed replicas at once. What Redis delivered to the
 * standby is known by triggers that run in each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeaderDeathElsewhereIT {

	private static final int INSTANCES = 2;

	/** 200 messages a second. */
	private static final Duration PAUSE = Duration.ofMillis(5);

	/** What is handled between two signs of life, and some more for a busy machine. */
	private static final int REPEATS = 200;

	private enum Place {

		CLUSTER, SENTINEL, FIXED;

		String label() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}

		/** The trigger that one instance handles. */
		String one() {
			return "one-" + label();
		}

		/** The trigger that tells what each instance heard. */
		String all() {
			return "all-" + label();
		}

	}

	private final Path folder = Processes.folder(LeaderDeathElsewhereIT.class);

	private final List<WorkerProcess> workers = new ArrayList<>();

	/** The primary under Sentinel, while there is one. */
	private final AtomicReference<@Nullable TestRedis> primary = new AtomicReference<>();

	private RedisCluster cluster;

	private RedisReplicas watched;

	private RedisSentinels sentinels;

	private RedisReplicas fixed;

	private int started;

	@BeforeAll
	void startServers(@TempDir Path data) {
		this.cluster = RedisCluster.start(3, 0);
		this.watched = RedisReplicas.start(data.resolve("watched"), 3);
		this.sentinels = RedisSentinels.start(data, this.watched, 2, null, null);
		this.fixed = RedisReplicas.start(data.resolve("fixed"), 2);
		this.primary.set(this.watched.node(this.watched.primary()));
	}

	private @Nullable TestRedis server(Place place) {
		return switch (place) {
			case CLUSTER -> this.cluster.nodes().getFirst().redis();
			case SENTINEL -> this.primary.get();
			case FIXED -> this.fixed.node(0);
		};
	}

	@AfterAll
	void stopAll() {
		this.workers.forEach(WorkerProcess::close);
		close(this.sentinels, this.watched, this.fixed, this.cluster);
	}

	private static void close(AutoCloseable... all) {
		for (AutoCloseable each : all) {
			try {
				if (each != null) {
					each.close();
				}
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@BeforeEach
	void startWorkers() {
		this.workers.removeIf((worker) -> !worker.isAlive());
		while (this.workers.size() < INSTANCES) {
			WorkerProcess worker = launch("elsewhere-" + this.started++);
			this.workers.add(worker);
			// The first leads everywhere.
			worker.awaitStarted();
			awaitLeading();
		}
	}

	private WorkerProcess launch(String instance) {
		WorkerProcess.Setup setup = WorkerProcess.in(this.folder)
			.set("tappet.connections.cluster.cluster.nodes=" + this.cluster.addresses())
			.set("tappet.connections.sentinel.sentinel.master=" + RedisSentinels.MASTER)
			.set("tappet.connections.sentinel.sentinel.nodes=" + this.sentinels.addresses())
			.set("tappet.connections.fixed.masterreplica.nodes=" + this.fixed.addresses());
		for (Place place : Place.values()) {
			for (String trigger : List.of(place.one(), place.all())) {
				String settings = "tappet.triggers." + trigger + ".";
				setup.set(settings + "connection=" + place.label())
					.set(settings + "handler=work")
					.set(settings + "redis-pubsub.channel=news")
					.set(settings + "redis-pubsub.replicas=" + (trigger.equals(place.one()) ? "one" : "all"));
			}
		}
		return setup.launch(instance);
	}

	private void awaitLeading() {
		for (Place place : Place.values()) {
			String id = "begin-" + place + this.started;
			await("a leader of " + place, () -> {
				publish(place, id);
				return handled(place).stream().anyMatch((call) -> call.id().equals(id));
			});
		}
	}

	private boolean publish(Place place, String id) {
		TestRedis server = server(place);
		return server != null && server.commands().publish("news", id) != null;
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what)
			.atMost(Duration.ofSeconds(40))
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptions()
			.until(condition);
	}

	private List<Invocation> handled(Place place) {
		return calls(place.one());
	}

	private List<Invocation> calls(String trigger) {
		return Journal.readAll(this.folder).stream().filter((call) -> call.trigger().equals(trigger)).toList();
	}

	private WorkerProcess leader(Place place, Flow flow) {
		await("the leader of " + place + " to handle", () -> count(place, flow, this.workers) > 200);
		String process = handled(place).stream()
			.filter((call) -> flow.sent().contains(call.id()))
			.findFirst()
			.orElseThrow()
			.process();
		return this.workers.stream().filter((worker) -> worker.name().equals(process)).findFirst().orElseThrow();
	}

	private long count(Place place, Flow flow, List<WorkerProcess> by) {
		Set<String> names = by.stream().map(WorkerProcess::name).collect(Collectors.toSet());
		return handled(place).stream()
			.filter((call) -> flow.sent().contains(call.id()) && names.contains(call.process()))
			.count();
	}

	private Set<String> heard(Place place, WorkerProcess worker) {
		return calls(place.all()).stream()
			.filter((call) -> call.process().equals(worker.name()))
			.map(Invocation::id)
			.collect(Collectors.toSet());
	}

	/** What was delivered to each of some, and what became of it. */
	private Outcome settled(Place place, Flow flow, List<WorkerProcess> hearers) {
		flow.stop();
		Set<String> delivered = new HashSet<>(flow.sent());
		hearers.forEach((worker) -> {
			Set<String> last = new HashSet<>();
			// What was sent last is still to be written down.
			Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(300)).until(() -> {
				boolean more = last.addAll(heard(place, worker));
				return !more;
			});
			delivered.retainAll(last);
		});
		try {
			await("all to be handled", () -> flow.outcome(handled(place)).of(delivered).lost().isEmpty());
		}
		catch (ConditionTimeoutException ex) {
			// The outcome tells which are lost.
			return flow.outcome(handled(place)).of(delivered);
		}
		return flow.outcome(handled(place)).of(delivered);
	}

	@Test
	@Order(1)
	void aKilledLeaderLosesNothing() {
		Map<Place, Flow> flows = new EnumMap<>(Place.class);
		try {
			for (Place place : Place.values()) {
				flows.put(place, new Flow("killed-" + place + "-", (id) -> publish(place, id), PAUSE));
			}
			Set<WorkerProcess> leaders = new HashSet<>();
			flows.forEach((place, flow) -> leaders.add(leader(place, flow)));
			assertThat(leaders).hasSize(1);
			List<WorkerProcess> standby = this.workers.stream().filter((worker) -> !leaders.contains(worker)).toList();
			leaders.forEach(WorkerProcess::kill);
			flows.forEach((place, flow) -> await("another to handle", () -> count(place, flow, standby) > 200));
			Map<Place, Outcome> outcomes = new EnumMap<>(Place.class);
			flows.forEach((place, flow) -> outcomes.put(place,
					settled(place, flow, standby).print("leader killed, " + place.label())));
			// On a busy machine a leader may handle at once what it was sent for a while.
			int repeats = leaders.stream()
				.mapToInt((leader) -> Journal.mostInASecond(Journal.readAll(this.folder), leader.name()))
				.reduce(REPEATS, Math::max);
			assertThat(outcomes.values()).allMatch((outcome) -> outcome.lost().isEmpty())
				.allMatch((outcome) -> outcome.doubled() <= repeats);
		}
		finally {
			flows.values().forEach(Flow::close);
		}
	}

	@Test
	@Order(2)
	void nothingThatBothHeardIsLostWhenThePrimaryDies() {
		int before = this.watched.primary();
		try (Flow flow = new Flow("primary-", (id) -> publish(Place.SENTINEL, id), PAUSE)) {
			leader(Place.SENTINEL, flow);
			this.primary.set(null);
			this.watched.kill(before);
			this.primary.set(this.watched.node(this.sentinels.awaitAnother(before)));
			int after = flow.outcome(handled(Place.SENTINEL)).handled();
			await("one to handle what follows", () -> flow.outcome(handled(Place.SENTINEL)).handled() > after + 300);
			Outcome outcome = settled(Place.SENTINEL, flow, this.workers).print("primary killed, sentinel");
			assertThat(outcome.lost()).isEmpty();
			assertThat(outcome.doubled()).isLessThan(REPEATS);
		}
	}

}
