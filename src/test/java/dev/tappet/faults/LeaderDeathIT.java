package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.faults.Journal.Invocation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The leader of {@code replicas: one} is killed or frozen.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaderDeathIT {

	private static final int TIMES = 4;

	private final Path folder = Processes.folder(LeaderDeathIT.class);

	private final List<WorkerProcess> workers = new ArrayList<>();

	private FaultyRedis redis;

	private int sent;

	@BeforeAll
	void startRedis() {
		this.redis = FaultyRedis.start(this.folder.resolve("redis"));
	}

	@AfterAll
	void stopAll() {
		this.workers.forEach(WorkerProcess::close);
		this.redis.close();
	}

	private WorkerProcess start(String instance) {
		WorkerProcess worker = WorkerProcess.on(this.folder, this.redis.port())
			.channel("lead", "redis-pubsub.replicas=one")
			.start(instance);
		this.workers.add(worker);
		return worker;
	}

	private String publish() {
		String id = "lead-" + this.sent++;
		this.redis.with((commands) -> commands.publish("lead", id));
		return id;
	}

	/** Publishes until a message was handled by another than the given. */
	private Invocation awaitAnotherThan(String process, Duration most) {
		List<Invocation> found = new ArrayList<>();
		Awaitility.await().atMost(most).pollInterval(Duration.ofMillis(50)).until(() -> {
			publish();
			Journal.readAll(this.folder)
				.stream()
				.filter((call) -> Integer.parseInt(call.id().substring(5)) > this.sent - 20)
				.filter((call) -> !call.process().equals(process))
				.forEach(found::add);
			return !found.isEmpty();
		});
		return found.getFirst();
	}

	private WorkerProcess worker(Invocation call) {
		return this.workers.stream().filter((each) -> each.name().equals(call.process())).findFirst().orElseThrow();
	}

	@Test
	void anotherLeadsSoonAfterTheLeaderWasKilledAndLaterAfterItWasFrozen() {
		start("lead-a");
		start("lead-b");
		WorkerProcess leader = worker(awaitAnotherThan("nobody", Duration.ofSeconds(10)));
		List<Long> took = new ArrayList<>();
		for (int i = 0; i < TIMES; i++) {
			// So that the others know it.
			Awaitility.await().pollDelay(Duration.ofMillis(1500 + i * 230L)).until(() -> true);
			leader.kill();
			long killedAt = System.currentTimeMillis();
			Invocation next = awaitAnotherThan(leader.name(), Duration.ofSeconds(10));
			took.add(next.startedAt() - killedAt);
			leader = worker(next);
			start("lead-" + i);
		}
		System.out.printf("replicas: one - taken over from a killed leader after %s ms%n", took);
		assertThat(took).allMatch((each) -> each < 4000);
		assertThat(took.stream().sorted().toList().get(TIMES / 2 - 1)).isLessThan(2000);
		leader.freeze();
		long frozenAt = System.currentTimeMillis();
		Invocation next = awaitAnotherThan(leader.name(), Duration.ofSeconds(15));
		System.out.printf("replicas: one - taken over from a frozen leader after %d ms%n", next.startedAt() - frozenAt);
		assertThat(next.startedAt() - frozenAt).isBetween(2500L, 9000L);
		leader.thaw();
	}

}
