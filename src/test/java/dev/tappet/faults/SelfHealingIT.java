package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.tappet.embedded.FreePorts;
import dev.tappet.faults.Journal.Invocation;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults of Redis and of the way to it while messages flow, one after the other, to the
 * same two workers: they must find back by themselves each time. Most of the time a test
 * waits, so there are several such pairs, each with a Redis of its own.
 */
class SelfHealingIT {

	private static final int STAGES = 3;

	private static final Duration HEALED = Duration.ofSeconds(25);

	private static final BlockingQueue<Stage> stages = new LinkedBlockingQueue<>();

	private Stage stage;

	private FaultyRedis redis;

	private FaultyProxy proxy;

	private DeliveryLedger ledger;

	private List<WorkerProcess> workers;

	/** Two workers, their Redis, and their way to it. */
	private record Stage(FaultyRedis redis, FaultyProxy proxy, DeliveryLedger ledger,
			List<WorkerProcess> workers) implements AutoCloseable {

		static Stage launch(Path folder) {
			FaultyRedis redis = FaultyRedis.start(folder.resolve("redis"), "--appendonly", "yes", "--appendfsync",
					"always");
			FaultyProxy proxy = FaultyProxy.to(redis.port());
			List<WorkerProcess> workers = Stream.of("healing-1", "healing-2")
				.map((instance) -> WorkerProcess.on(folder, proxy.port())
					.set("tappet.defaults.retry.initial-delay=300ms")
					.stream("flow-s")
					.list("flow-l")
					.channel("news")
					.launch(instance))
				.toList();
			return new Stage(redis, proxy, new DeliveryLedger(folder, redis), workers);
		}

		@Override
		public void close() {
			this.workers.forEach(WorkerProcess::close);
			this.proxy.close();
			this.redis.close();
		}

	}

	@BeforeAll
	static void start() {
		Path folder = Processes.folder(SelfHealingIT.class);
		for (int i = 1; i <= STAGES; i++) {
			stages.add(Stage.launch(folder.resolve("stage-" + i)));
		}
		stages.forEach((stage) -> stage.workers().forEach(WorkerProcess::awaitStarted));
	}

	@AfterAll
	static void stop() {
		stages.forEach(Stage::close);
		stages.clear();
	}

	@BeforeEach
	void enter() throws InterruptedException {
		this.stage = stages.take();
		this.redis = this.stage.redis();
		this.proxy = this.stage.proxy();
		this.ledger = this.stage.ledger();
		this.workers = this.stage.workers();
	}

	@AfterEach
	void leave() {
		this.proxy.heal();
		stages.add(this.stage);
	}

	/** Sends messages for a while; some of them fail once. */
	private List<String> flow(Duration time) {
		List<String> ids = new ArrayList<>();
		long until = System.nanoTime() + time.toNanos();
		do {
			ids.add(this.ledger.toStream("flow-s"));
			ids.add(this.ledger.toList("flow-l"));
			ids.add(this.ledger.toStream("flow-s", "sleep:50+fail", "ok"));
			ids.add(this.ledger.toList("flow-l", "sleep:50+fail", "ok"));
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
		while (System.nanoTime() - until < 0);
		return ids;
	}

	/** How many messages were handled twice because of the fault. */
	private int flowsAgainAfter(Runnable fault) {
		int before = this.ledger.repeated().size();
		flow(Duration.ofMillis(300));
		fault.run();
		flow(Duration.ofMillis(300));
		long healedAt = System.nanoTime();
		this.ledger.awaitNothingMissing(HEALED);
		awaitNothingUnfinished();
		int repeated = this.ledger.repeated().size() - before;
		System.out.printf("Healed after %d ms, %d handled twice%n",
				Duration.ofNanos(System.nanoTime() - healedAt).toMillis(), repeated);
		assertThat(this.workers).allMatch(WorkerProcess::isAlive);
		assertThat(this.ledger.deadLetters("flow-s")).isEmpty();
		assertThat(this.ledger.deadLetters("flow-l")).isEmpty();
		awaitPublishedToBeHeard();
		return repeated;
	}

	private void awaitNothingUnfinished() {
		Awaitility.await("nothing to be pending or in flight")
			.atMost(HEALED)
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptions()
			.untilAsserted(() -> {
				assertThat(this.ledger.unfinished()).isEmpty();
				assertThat(this.ledger.pending("flow-s")).isZero();
			});
	}

	/** Every instance hears what is published. */
	private void awaitPublishedToBeHeard() {
		Awaitility.await("a published message to be heard by all")
			.atMost(HEALED)
			.pollInterval(Duration.ofMillis(300))
			.until(() -> {
				String id = "news-" + System.nanoTime();
				this.redis.with((commands) -> commands.publish("news", id));
				Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
				return this.ledger.invocations(id).stream().map(Invocation::worker).distinct().count() == 2;
			});
	}

	private static void during(Duration time) {
		LockSupport.parkNanos(time.toNanos());
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void redisIsStoppedAndStartedWithItsData() {
		flowsAgainAfter(() -> {
			this.redis.stop();
			during(Duration.ofSeconds(3));
			this.redis.start();
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void redisIsStoppedForLongerThanALease() {
		int repeated = flowsAgainAfter(() -> {
			this.ledger.toStream("flow-s", "sleep:12000");
			this.ledger.toList("flow-l", "sleep:12000");
			this.redis.stop();
			during(Duration.ofSeconds(9));
			this.redis.start();
		});
		// Its worker lived all the time.
		assertThat(repeated).isZero();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void redisIsKilledAndStartedWithItsAppendOnlyFile() {
		flowsAgainAfter(() -> {
			this.redis.kill();
			during(Duration.ofSeconds(1));
			this.redis.start();
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void redisIsLoadingForAWhile() {
		flowsAgainAfter(() -> {
			this.redis.with((commands) -> {
				for (int i = 0; i < 4000; i++) {
					commands.set("ballast-" + i, "");
				}
				return commands.bgrewriteaof();
			});
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> this.redis
					.with((commands) -> commands.info("persistence").contains("aof_rewrite_in_progress:0")));
			this.redis.stop();
			this.redis.launch("--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024");
			Awaitility.await("the loading to begin").ignoreExceptions().until(this::isLoading);
			Awaitility.await("the loading to end")
				.atMost(Duration.ofSeconds(30))
				.ignoreExceptions()
				.until(() -> !isLoading());
		});
		assertThat(this.workers).allSatisfy((worker) -> assertThat(worker.log()).contains("is loading its data"));
	}

	private boolean isLoading() {
		try {
			return this.redis.with((commands) -> commands.get("no-such-key")) != null;
		}
		catch (RedisCommandExecutionException ex) {
			return ex.getMessage().startsWith("LOADING");
		}
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void everyConnectionIsKilled() {
		flowsAgainAfter(() -> {
			for (int i = 0; i < 3; i++) {
				this.redis.with((commands) -> commands.clientKill(KillArgs.Builder.typeNormal().skipme()));
				this.redis.with((commands) -> commands.clientKill(KillArgs.Builder.typePubsub().skipme()));
				flow(Duration.ofMillis(300));
			}
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void theGroupIsDestroyed() {
		flowsAgainAfter(() -> {
			for (int i = 0; i < 3; i++) {
				this.redis.with((commands) -> commands.xgroupDestroy("flow-s", "flow-s"));
				flow(Duration.ofMillis(300));
			}
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void theKeysAreDeletedAndMadeAnew() {
		this.ledger.awaitNothingMissing(HEALED);
		awaitNothingUnfinished();
		flowsAgainAfter(() -> {
			this.ledger.awaitNothingMissing(HEALED);
			this.redis.with((commands) -> commands.del("flow-s", "flow-l"));
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void theKeysAreReplacedByOnesOfAnotherTypeAndBack() {
		flowsAgainAfter(() -> {
			this.redis.with((commands) -> {
				commands.multi();
				commands.rename("flow-s", "kept-s");
				commands.set("flow-s", "a string");
				commands.rpush("flow-l", "for certain");
				commands.rename("flow-l", "kept-l");
				commands.set("flow-l", "a string");
				return commands.exec();
			});
			try {
				during(Duration.ofSeconds(4));
				// Said once, not with every try.
				assertThat(this.workers).allSatisfy((worker) -> assertThat(worker.log())
					.containsOnlyOnce("the key 'flow-s' on 127.0.0.1:" + this.proxy.port())
					.containsOnlyOnce("the key 'flow-l' on 127.0.0.1:" + this.proxy.port()));
			}
			finally {
				// The tests that follow need them.
				this.redis.with((commands) -> {
					commands.multi();
					commands.rename("kept-s", "flow-s");
					commands.rename("kept-l", "flow-l");
					return commands.exec();
				});
			}
		});
	}

	private void awaitLogged(String text) {
		Awaitility.await(text)
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(
					() -> assertThat(this.workers).allSatisfy((worker) -> assertThat(worker.log()).contains(text)));
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void redisIsAReplicaForAWhile() {
		flowsAgainAfter(
				() -> refusing("read-only replica", (commands) -> commands.replicaof("127.0.0.1", FreePorts.next()),
						(commands) -> commands.replicaofNoOne()));
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void redisIsOutOfMemoryForAWhile() {
		flowsAgainAfter(() -> refusing(null, (commands) -> commands.configSet("maxmemory", "1"),
				(commands) -> commands.configSet("maxmemory", "0")));
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void theUserLosesItsRightsForAWhile() {
		flowsAgainAfter(() -> refusing("may not do what the trigger needs",
				(commands) -> commands.aclSetuser("default",
						AclSetuserArgs.Builder.removeCommand(CommandType.RPUSH).removeCommand(CommandType.XREADGROUP)),
				(commands) -> commands.aclSetuser("default", AclSetuserArgs.Builder.allCommands())));
	}

	/** The fault lasts for longer than a lease while handlers run. */
	private void refusing(String logged, Consumer<RedisCommands<String, String>> begin,
			Consumer<RedisCommands<String, String>> end) {
		this.ledger.toStream("flow-s", "sleep:3000+fail", "ok");
		this.ledger.toList("flow-l", "sleep:3000+fail", "ok");
		List<String> slow = List.of(this.ledger.toStream("flow-s", "sleep:12000"),
				this.ledger.toList("flow-l", "sleep:12000"));
		Awaitility.await().until(() -> slow.stream().noneMatch((id) -> this.ledger.invocations(id).isEmpty()));
		this.redis.with((commands) -> {
			begin.accept(commands);
			return true;
		});
		Thread sending = Thread.ofVirtual().start(() -> flow(Duration.ofMillis(300)));
		during(Duration.ofSeconds(10));
		this.redis.with((commands) -> {
			end.accept(commands);
			return true;
		});
		join(sending);
		if (logged != null) {
			awaitLogged(logged);
		}
		this.ledger.awaitNothingMissing(HEALED);
		assertThat(slow).allSatisfy((id) -> assertThat(this.ledger.invocations(id)).hasSize(1));
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void theConnectionIsCutAndRefused() {
		flowsAgainAfter(() -> {
			this.proxy.cut();
			flow(Duration.ofMillis(500));
			this.proxy.refuse();
			flow(Duration.ofSeconds(3));
			this.proxy.heal();
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void theConnectionStaysOpenButSwallowsEverything() {
		flowsAgainAfter(() -> {
			this.proxy.swallow();
			flow(Duration.ofSeconds(12));
			this.proxy.heal();
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void theConnectionIsSwallowedInTheMiddleOfItsSetUp() {
		flowsAgainAfter(() -> {
			this.proxy.swallowFrom("TRACKING");
			this.proxy.cut();
			flow(Duration.ofSeconds(3));
			this.proxy.heal();
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void redisAnswersSlowly() {
		flowsAgainAfter(() -> {
			this.proxy.delay(Duration.ofMillis(300));
			flow(Duration.ofSeconds(1));
			during(Duration.ofSeconds(3));
			this.ledger.awaitNothingMissing(HEALED);
			this.proxy.heal();
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void redisIsBlockedForAWhile() {
		flowsAgainAfter(() -> {
			try {
				this.redis.with((commands) -> commands.dispatch(CommandType.DEBUG, new StatusOutput<>(StringCodec.UTF8),
						new CommandArgs<>(StringCodec.UTF8).add("SLEEP").add("9")));
			}
			catch (RedisException ex) {
				during(Duration.ofSeconds(5));
			}
		});
	}

}
