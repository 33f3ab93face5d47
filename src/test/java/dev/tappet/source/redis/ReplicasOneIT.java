package dev.tappet.source.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.handler.RejectMessage;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.Calls;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.Range;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With {@code replicas: one} a message has one handler, whatever becomes of the key that
 * says who leads, and nobody is silent who cannot take part.
 */
class ReplicasOneIT {

	private static final String TRIGGER = "single";

	private static final String LEADER = "tappet:{single}:leader";

	private static final Map<String, Object> SINGLE = Map.of("redis-pubsub.channel", "news", "redis-pubsub.replicas",
			"one", "handler", "handler");

	private final Calls calls = new Calls();

	private final List<TappetService> services = new ArrayList<>();

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	private int sent;

	@AfterEach
	void stopAll() {
		this.services.forEach(TappetService::close);
	}

	private TestRedis redis() {
		return this.server.redis();
	}

	private TappetService.Builder service() {
		return TappetService.on(redis()).trigger(TRIGGER, SINGLE).handler("handler", String.class, this.calls::add);
	}

	private TappetService start(TappetService.Builder builder) {
		TappetService service = builder.startAnyway();
		this.services.add(service);
		return service;
	}

	private TappetService.Builder asUser() {
		return service().setting("spring.data.redis.username", "tappet")
			.setting("spring.data.redis.password", "secret");
	}

	private void user(AclSetuserArgs rights) {
		redis().commands().aclSetuser("tappet", rights.on().addPassword("secret"));
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
	}

	private void awaitState(TappetService service, TriggerState state) {
		eventually().until(() -> service.trigger(TRIGGER).state(), state::equals);
	}

	/** Publishes until somebody has handled something. */
	private void awaitLeader(Duration most) {
		int before = this.calls.count();
		eventually().atMost(most).until(() -> {
			publish();
			return this.calls.count() > before;
		});
	}

	private void publish() {
		redis().commands().publish("news", "m" + this.sent++);
	}

	private void publishFor(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() - end < 0) {
			publish();
			LockSupport.parkNanos(Duration.ofMillis(3).toNanos());
		}
	}

	/** Those that more than one handled. */
	private List<String> doubled() {
		Map<String, Integer> times = new HashMap<>();
		this.calls.payloads().forEach((payload) -> times.merge(payload, 1, Integer::sum));
		return times.entrySet().stream().filter((each) -> each.getValue() > 1).map(Map.Entry::getKey).toList();
	}

	private String handlerOfLast() {
		return this.calls.all().getLast().context().instanceId();
	}

	@Test
	void aFirstInstanceLeadsAtOnce() {
		start(service());
		awaitLeader(Duration.ofSeconds(1));
	}

	@Test
	void anotherLeadsAtOnceAfterACleanStop() {
		start(service());
		awaitLeader(Duration.ofSeconds(5));
		start(service());
		// The second has seen the first.
		publishFor(Duration.ofMillis(1500));
		this.services.removeFirst().close();
		awaitLeader(Duration.ofSeconds(1));
		assertThat(doubled()).isEmpty();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aLeaderWhoseKeyIsRemovedStaysTheOnlyOne() {
		start(service());
		start(service());
		awaitLeader(Duration.ofSeconds(5));
		for (int i = 0; i < 8; i++) {
			publishFor(Duration.ofMillis(700));
			if (i % 2 == 0) {
				redis().commands().del(LEADER);
			}
			else {
				redis().commands().flushall();
			}
		}
		publishFor(Duration.ofSeconds(2));
		int all = this.sent;
		eventually().until(() -> this.calls.payloads().contains("m" + (all - 1)));
		assertThat(doubled()).isEmpty();
		// It leads on: nothing is missed either.
		assertThat(this.calls.count()).isGreaterThan(all * 9 / 10);
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aLeaderWhoseKeyIsRemovedStaysTheOnlyOneWhereTheServerDoesNotTell() {
		user(AclSetuserArgs.Builder.allCommands()
			.removeCommand(CommandType.CLIENT, CommandKeyword.TRACKING)
			.keyPattern("*")
			.allChannels());
		start(asUser());
		start(asUser());
		awaitLeader(Duration.ofSeconds(5));
		publishFor(Duration.ofMillis(1500));
		for (int i = 0; i < 3; i++) {
			redis().commands().del(LEADER);
			publishFor(Duration.ofMillis(2500));
		}
		assertThat(doubled()).isEmpty();
	}

	@Test
	void aLeaderThatIsDeposedStopsAtOnce() {
		start(service());
		awaitLeader(Duration.ofSeconds(5));
		redis().commands().psetex(LEADER, 6000, "another#0123@77");
		eventually().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(1)).until(() -> {
			int before = this.calls.count();
			publish();
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
			return this.calls.count() == before;
		});
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aLeaderWhoseConnectionIsCutKeepsTheLead() {
		start(service());
		start(service());
		awaitLeader(Duration.ofSeconds(5));
		publishFor(Duration.ofMillis(1500));
		String leader = handlerOfLast();
		for (int i = 0; i < 3; i++) {
			redis().connectionsOf(leader)
				.stream()
				.filter((line) -> line.contains(" sub=0 psub=0 "))
				.forEach((line) -> redis().commands()
					.clientKill(KillArgs.Builder.id(Long.parseLong(line.replaceFirst("^id=(\\d+) .*$", "$1")))));
			publishFor(Duration.ofMillis(1500));
			assertThat(handlerOfLast()).isEqualTo(leader);
		}
		assertThat(doubled()).isEmpty();
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void asksOnceWhoIsConnectedWhereThatIsRefused() {
		user(AclSetuserArgs.Builder.allCommands()
			.removeCommand(CommandType.CLIENT, CommandKeyword.LIST)
			.keyPattern("*")
			.allChannels());
		start(asUser());
		awaitLeader(Duration.ofSeconds(5));
		TappetService other = start(asUser());
		publishFor(Duration.ofMillis(3500));
		assertThat(doubled()).isEmpty();
		assertThat(other.trigger(TRIGGER).state()).isEqualTo(TriggerState.RUNNING);
		assertThat(redis().commands()
			.info("commandstats")
			.lines()
			.filter((line) -> line.startsWith("cmdstat_client|list:"))).singleElement()
			.asString()
			.contains("rejected_calls=1,");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void handsOnWhatItHeardWhileAnotherLedWhoToldNothing() {
		redis().commands().psetex(LEADER, 60_000, "another#0123");
		start(service()).awaitRunning();
		for (int i = 0; i < 20; i++) {
			publish();
		}
		redis().commands().pexpire(LEADER, 500);
		this.calls.await(20);
		assertThat(this.calls.payloads()).doesNotHaveDuplicates().contains("m0", "m19");
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void holdsNoMoreThanThereIsRoomForWhileAnotherLeads() {
		redis().commands().psetex(LEADER, 60_000, "another#0123");
		// An eighth of it is there for what is held, and a message takes twice its size.
		TappetService service = start(service().setting("tappet.read-buffer", "8MB")
			.setting("tappet.triggers." + TRIGGER + ".concurrency", 1));
		service.awaitRunning();
		String large = "x".repeat(100_000);
		for (int i = 0; i < 50; i++) {
			redis().commands().publish("news", i + large);
		}
		redis().commands().pexpire(LEADER, 500);
		eventually().until(() -> this.calls.payloads().contains(49 + large));
		assertThat(this.calls.payloads()).extracting((payload) -> payload.replace("x", ""))
			.containsExactly("45", "46", "47", "48", "49");
	}

	@Test
	void replaysWhereItIsToldToThoughAnotherLeads() {
		TappetService leader = start(service().handler("handler", String.class, (payload, context) -> {
			this.calls.add(payload, context);
			if (!context.replay()) {
				throw new RejectMessage("rejected");
			}
		}));
		awaitLeader(Duration.ofSeconds(5));
		TappetService other = start(service());
		String id = redis().commands().xrange("single-poison", Range.unbounded()).getFirst().getId();
		int before = this.calls.count();
		other.trigger(TRIGGER).deadLetters().replay(List.of(id)).toCompletableFuture().join();
		eventually().until(() -> this.calls.count() > before);
		assertThat(this.calls.all().getLast().context().instanceId()).isEqualTo(other.instance())
			.isNotEqualTo(leader.instance());
	}

	@Test
	@Execution(ExecutionMode.CONCURRENT)
	void aKeyThatNeverEndsDoesNotKeepAllSilent() {
		redis().commands().set(LEADER, "somebody");
		start(service());
		awaitLeader(Duration.ofSeconds(12));
	}

	@Test
	void whoMayNotLeadSaysSo() {
		user(AclSetuserArgs.Builder.allCommands()
			.keyPattern("single-poison")
			.keyPattern("tappet:{instances}")
			.allChannels());
		TappetService service = start(asUser());
		awaitState(service, TriggerState.FAILING);
		eventually().until(() -> String.valueOf(service.trigger(TRIGGER).reason()).contains(LEADER));
		assertThat(service.trigger(TRIGGER).reason()).contains("ACL SETUSER", "replicas: one");
		assertThat(service.health().getStatus()).isEqualTo(Status.DOWN);
		user(AclSetuserArgs.Builder.keyPattern("tappet:*"));
		awaitState(service, TriggerState.RUNNING);
		awaitLeader(Duration.ofSeconds(5));
		assertThat(service.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aKeyOfAnotherTypeIsNamed() {
		redis().commands().rpush(LEADER, "a list");
		TappetService service = start(service());
		eventually().until(() -> String.valueOf(service.trigger(TRIGGER).reason()).contains(LEADER));
		redis().commands().del(LEADER);
		awaitState(service, TriggerState.RUNNING);
		awaitLeader(Duration.ofSeconds(5));
	}

}
