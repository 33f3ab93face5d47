package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.embedded.FreePorts;
import dev.tappet.faults.Journal.Invocation;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All faults at random while messages flow; at the end every message was handled or is a
 * dead letter. Longer with {@code -Dsoak.seconds=600}, again as before with
 * {@code -Dsoak.seed=} and the seed that was printed.
 */
class SoakIT {

	private static final int WORKERS = 3;

	private static final String TOPIC = "soak-k";

	private static final List<String> TRIGGERS = List.of("soak-s", "soak-t", "soak-l", "soak-m", TOPIC);

	private static final int CALM = 20_000;

	/** Until living workers have entered what they hold into the new group. */
	private static final int ENTERED = 4000;

	private static final Duration DESTROY_EVERY = Duration.ofMinutes(2);

	private final Duration time = Duration.ofSeconds(Long.getLong("soak.seconds", 40));

	private final long seed = Long.getLong("soak.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private final Path folder = Processes.folder(SoakIT.class);

	private final Map<String, Integer> faults = new TreeMap<>();

	private final List<Fault> made = new ArrayList<>();

	private final Map<String, Long> killedAt = new HashMap<>();

	private final List<Seat> seats = new ArrayList<>();

	private FaultyRedis redis;

	private FaultyKafka kafka;

	private DeliveryLedger ledger;

	private volatile boolean sending = true;

	private record Fault(long at, String name) {
	}

	private record Takeover(String id, long death, long millis) {
	}

	/** A place for a worker, with a way of its own to Redis. */
	private static final class Seat {

		private final int number;

		private final FaultyProxy proxy;

		private WorkerProcess worker;

		private int replacements;

		private volatile boolean frozen;

		Seat(int number, FaultyProxy proxy) {
			this.number = number;
			this.proxy = proxy;
		}

		boolean isWorking() {
			return !this.frozen && this.worker.isStarted();
		}

		String instance() {
			return "soak-" + this.number + "-" + this.replacements;
		}

	}

	// As long as it is asked to be, and not the ten minutes that other tests have.
	@Test
	@Timeout(value = 1, unit = TimeUnit.HOURS)
	void nothingIsLost() throws InterruptedException {
		System.out.printf("Soak of %d s with seed %d%n", this.time.toSeconds(), this.seed);
		this.redis = FaultyRedis.start(this.folder.resolve("redis"), "--appendonly", "yes", "--appendfsync", "always");
		this.ledger = new DeliveryLedger(this.folder, this.redis);
		this.kafka = new FaultyKafka().with(TOPIC);
		try {
			for (int i = 0; i < WORKERS; i++) {
				this.seats.add(new Seat(i, FaultyProxy.to(this.redis.port())));
			}
			this.seats.forEach(this::launch);
			this.seats.forEach((seat) -> seat.worker.awaitStarted());
			List<Thread> senders = List.of(Thread.ofVirtual().start(() -> send(new Random(this.seed + 1))),
					Thread.ofVirtual().start(() -> send(new Random(this.seed + 2))));
			makeFaults();
			healAll();
			this.sending = false;
			for (Thread sender : senders) {
				sender.join();
			}
			this.ledger.awaitNothingMissing(Duration.ofSeconds(90));
			awaitNothingUnfinished();
			printFigures();
		}
		finally {
			this.seats.forEach((seat) -> {
				seat.worker.close();
				seat.proxy.close();
			});
			this.redis.close();
			this.kafka.close();
		}
	}

	private void launch(Seat seat) {
		seat.frozen = false;
		seat.worker = WorkerProcess.on(this.folder, seat.proxy.port())
			.set("tappet.defaults.retry.initial-delay=200ms")
			.set("tappet.defaults.retry.max-attempts=6")
			.set("spring.lifecycle.timeout-per-shutdown-phase=5s")
			.stream("soak-s")
			.stream("soak-t", "redis-stream.delete-after-process=true")
			.list("soak-l")
			.list("soak-m", "redis-list.pop-from-beginning=false")
			.set("spring.kafka.bootstrap-servers=" + this.kafka.place(seat.number))
			.set("tappet.triggers." + TOPIC + ".handler=work")
			.set("tappet.triggers." + TOPIC + ".kafka.topic=" + TOPIC)
			.set("tappet.triggers." + TOPIC + ".kafka.session-timeout=6s")
			.launch(seat.instance());
	}

	private void send(Random chances) {
		while (this.sending) {
			String[] steps = steps(chances.nextInt(100));
			switch (chances.nextInt(TRIGGERS.size())) {
				case 0 -> this.ledger.toStream("soak-s", steps);
				case 1 -> this.ledger.toStream("soak-t", steps);
				case 2 -> this.ledger.toList("soak-l", steps);
				case 3 -> this.ledger.toList("soak-m", steps);
				default -> this.ledger.toTopic(this.kafka, TOPIC, steps);
			}
			LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
		}
	}

	private static String[] steps(int chance) {
		if (chance < 60) {
			return new String[0];
		}
		if (chance < 80) {
			return new String[] { "sleep:50" };
		}
		if (chance < 90) {
			return new String[] { "sleep:20+fail", "ok" };
		}
		if (chance < 94) {
			return new String[] { "fail", "error", "ok" };
		}
		if (chance < 97) {
			return new String[] { "sleep:2000" };
		}
		return new String[] { (chance == 97) ? "fail" : "reject" };
	}

	private void makeFaults() {
		long begin = System.nanoTime();
		destroyGroup();
		restartKafka(true);
		long destroyAgain = System.nanoTime() + DESTROY_EVERY.toNanos();
		while (System.nanoTime() - begin < this.time.toNanos()) {
			pause(300 + this.random.nextInt(1500));
			fault(this.seats.get(this.random.nextInt(WORKERS)), this.random.nextInt(18));
			if (System.nanoTime() - destroyAgain > 0) {
				// What a dead worker held is known to the group alone, so that it must
				// not go before it was taken over.
				healAll();
				pause(CALM);
				destroyGroup();
				destroyAgain = System.nanoTime() + DESTROY_EVERY.toNanos();
			}
		}
	}

	private void count(String fault) {
		System.out.printf("%tT %s%n", System.currentTimeMillis(), fault);
		this.faults.merge(fault, 1, Integer::sum);
		this.made.add(new Fault(System.currentTimeMillis(), fault));
	}

	private static void pause(int millis) {
		LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
	}

	private void fault(Seat seat, int kind) {
		// Someone has to be there to take over.
		if (kind <= 4 && this.seats.stream().anyMatch((other) -> other != seat && !other.isWorking())) {
			return;
		}
		switch (kind) {
			case 0, 1 -> kill(seat);
			case 2 -> terminate(seat);
			case 3, 4 -> freeze(seat);
			case 5 -> {
				count("connections of one worker cut");
				seat.proxy.cut();
			}
			case 6 -> {
				count("connection swallowed");
				seat.proxy.swallow();
				later(1000 + this.random.nextInt(9000), seat.proxy::heal);
			}
			case 7 -> {
				count("connection refused");
				seat.proxy.refuse();
				later(500 + this.random.nextInt(5000), seat.proxy::heal);
			}
			case 8 -> {
				count("connection slow");
				seat.proxy.delay(Duration.ofMillis(100));
				later(3000, seat.proxy::heal);
			}
			case 9 -> {
				count("every connection killed");
				this.redis.with((commands) -> commands.clientKill(KillArgs.Builder.typeNormal().skipme()));
			}
			case 10 -> {
				count("Redis killed");
				this.redis.kill();
				pause(this.random.nextInt(1500));
				this.redis.start();
			}
			case 11 -> {
				count("Redis stopped");
				this.redis.stop();
				pause(this.random.nextInt(4000));
				this.redis.start();
			}
			case 12 -> {
				count("Redis read-only");
				this.redis.with((commands) -> commands.replicaof("127.0.0.1", FreePorts.next()));
				pause(500 + this.random.nextInt(1500));
				this.redis.with((commands) -> commands.replicaofNoOne());
			}
			case 13 -> {
				count("Redis out of memory");
				this.redis.with((commands) -> commands.configSet("maxmemory", "1"));
				pause(500 + this.random.nextInt(1500));
				this.redis.with((commands) -> commands.configSet("maxmemory", "0"));
			}
			case 14 -> restartKafka(true);
			case 15 -> restartKafka(false);
			case 16 -> {
				count("connections to Kafka cut");
				this.kafka.proxy(seat.number).cut();
			}
			default -> {
				count("connections to Kafka refused");
				this.kafka.proxy(seat.number).refuse();
				later(500 + this.random.nextInt(5000), this.kafka.proxy(seat.number)::heal);
			}
		}
	}

	private void restartKafka(boolean killed) {
		int millis = this.random.nextInt(2000);
		if (this.kafka.restart(killed, () -> pause(millis))) {
			count(killed ? "Kafka killed" : "Kafka stopped");
		}
	}

	private static void later(int millis, Runnable action) {
		Thread.ofVirtual().start(() -> {
			pause(millis);
			action.run();
		});
	}

	private void kill(Seat seat) {
		count("worker killed");
		this.killedAt.put(seat.worker.name(), System.currentTimeMillis());
		seat.worker.kill();
		replace(seat);
	}

	private void terminate(Seat seat) {
		if (seat.frozen) {
			return;
		}
		count("worker terminated");
		seat.worker.terminate();
		seat.worker.awaitEnd(Duration.ofSeconds(20));
		replace(seat);
	}

	private void replace(Seat seat) {
		if (this.random.nextBoolean()) {
			seat.replacements++;
		}
		launch(seat);
	}

	private void freeze(Seat seat) {
		if (seat.frozen) {
			return;
		}
		count("worker frozen");
		WorkerProcess worker = seat.worker;
		worker.freeze();
		seat.frozen = true;
		later(1000 + this.random.nextInt(14000), () -> thaw(seat, worker));
	}

	private static void thaw(Seat seat, WorkerProcess worker) {
		if (worker.isAlive()) {
			worker.thaw();
			seat.frozen = false;
		}
	}

	private void destroyGroup() {
		for (String stream : List.of("soak-s", "soak-t")) {
			try {
				count("group destroyed");
				this.redis.with((commands) -> commands.xgroupDestroy(stream, stream));
			}
			catch (RedisException ex) {
				// The stream is not there.
				count("group not there");
			}
		}
		pause(ENTERED);
	}

	private void healAll() {
		this.kafka.heal();
		this.kafka.awaitUp();
		for (Seat seat : this.seats) {
			seat.proxy.heal();
			if (!seat.worker.isAlive()) {
				launch(seat);
			}
			else if (seat.frozen) {
				thaw(seat, seat.worker);
			}
		}
		this.seats.forEach((seat) -> seat.worker.awaitStarted());
	}

	private void awaitNothingUnfinished() {
		Awaitility.await("nothing to be pending or in flight")
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(500))
			.ignoreExceptions()
			.untilAsserted(() -> {
				assertThat(this.ledger.unfinished()).isEmpty();
				assertThat(this.ledger.pending("soak-s")).isZero();
				assertThat(this.ledger.pending("soak-t")).isZero();
				assertThat(this.kafka.uncommitted(TOPIC)).isZero();
			});
	}

	private void printFigures() {
		List<Invocation> all = this.ledger.invocations();
		int buried = TRIGGERS.stream().mapToInt((trigger) -> this.ledger.deadLetters(trigger).size()).sum();
		System.out.printf("%n%-36s %8d%n", "messages", this.ledger.sent());
		this.faults.forEach((fault, number) -> System.out.printf("%-36s %8d%n", "  " + fault, number));
		System.out.printf("%-36s %8d%n", "lost", this.ledger.missing().size());
		System.out.printf("%-36s %8d%n", "invocations", all.size());
		System.out.printf("%-36s %8d%n", "handled twice", this.ledger.repeated().size());
		System.out.printf("%-36s %8d%n", "dead letters", buried);
		List<Takeover> takeovers = takeovers(all);
		System.out.printf("%-36s %8d%n", "taken over from killed workers", takeovers.size());
		System.out.printf("%-36s %8d ms%n", "  half of them within", millis(takeovers, takeovers.size() / 2));
		System.out.printf("%-36s %8d ms%n%n", "longest takeover", millis(takeovers, takeovers.size() - 1));
		takeovers.stream().filter((takeover) -> takeover.millis() > 15_000).forEach((takeover) -> {
			System.out.printf("%d ms for %s:%n", takeover.millis(), takeover.id());
			this.made.stream()
				.filter((fault) -> fault.at() >= takeover.death() && fault.at() <= takeover.death() + takeover.millis())
				.forEach((fault) -> System.out.printf("  %6d ms %s%n", fault.at() - takeover.death(), fault.name()));
		});
	}

	private static long millis(List<Takeover> sorted, int position) {
		return sorted.isEmpty() ? 0 : sorted.get(position).millis();
	}

	/** From the death of a worker until the next attempt at what it had in hand. */
	private List<Takeover> takeovers(List<Invocation> all) {
		List<Takeover> found = new ArrayList<>();
		Map<String, List<Invocation>> byId = new HashMap<>();
		all.forEach((call) -> byId.computeIfAbsent(call.id(), (id) -> new ArrayList<>()).add(call));
		for (Invocation call : all) {
			Long death = this.killedAt.get(call.process());
			if (death != null && !call.ended()) {
				byId.get(call.id())
					.stream()
					.filter((other) -> other.startedAt() >= death)
					.mapToLong((other) -> other.startedAt() - death)
					.min()
					.ifPresent((millis) -> found.add(new Takeover(call.id(), death, millis)));
			}
		}
		found.sort(Comparator.comparingLong(Takeover::millis));
		return found;
	}

}
