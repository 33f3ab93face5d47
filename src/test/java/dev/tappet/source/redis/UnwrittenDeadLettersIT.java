package dev.tappet.source.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.tappet.handler.RejectMessage;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.Calls;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.AclSetuserArgs;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dead letters of a subscriber that cannot be written wait for themselves: the trigger
 * says so and handles what comes after them.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnwrittenDeadLettersIT {

	private static final String TRIGGER = "news-in";

	private static final String LETTERS = TRIGGER + "-poison";

	private final Calls calls = new Calls();

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	private @Nullable TappetService service;

	@AfterEach
	void stopAll() {
		if (this.service != null) {
			this.service.close();
		}
	}

	private TestRedis redis() {
		return this.server.redis();
	}

	private TappetService start(int buffer, Map<String, Object> more) {
		return startAnyway(buffer, more).awaitRunning();
	}

	private TappetService startAnyway(int buffer, Map<String, Object> more) {
		Map<String, Object> trigger = new HashMap<>(
				Map.of("redis-pubsub.channel", "news", "redis-pubsub.buffer", buffer, "handler", "handler"));
		TappetService.Builder builder = TappetService.on(redis())
			.trigger(TRIGGER, trigger)
			.handler("handler", String.class, (payload, context) -> {
				if (payload.startsWith("bad")) {
					throw new RejectMessage("no");
				}
				this.calls.add(payload, context);
			});
		more.forEach(builder::setting);
		this.service = builder.startAnyway();
		return this.service;
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	private void awaitFailing(TappetService running, String... reason) {
		eventually().until(() -> running.trigger(TRIGGER).state(), TriggerState.FAILING::equals);
		assertThat(running.trigger(TRIGGER).reason()).contains(reason);
		assertThat(running.health().getStatus()).isEqualTo(Status.DOWN);
	}

	private void publish(String message) {
		redis().commands().publish("news", message);
	}

	@Test
	void holdNothingElseUpAndAreWrittenInTheEnd(CapturedOutput output) {
		redis().commands().set(LETTERS, "no stream");
		TappetService running = start(3, Map.of());
		for (int i = 0; i < 3; i++) {
			publish("bad" + i);
		}
		awaitFailing(running, "dead letter", "'" + LETTERS + "'", "remove or rename the key");
		for (int i = 1; i <= 20; i++) {
			publish("good" + i);
			this.calls.await(i);
		}
		assertThat(running.trigger(TRIGGER).counts().dropped()).isZero();
		assertThat(running.trigger(TRIGGER).state()).isEqualTo(TriggerState.FAILING);
		redis().commands().del(LETTERS);
		eventually().until(() -> running.trigger(TRIGGER).counts().deadLettered() == 3);
		eventually().until(() -> running.trigger(TRIGGER).state(), TriggerState.RUNNING::equals);
		assertThat(redis().commands().xlen(LETTERS)).isEqualTo(3);
		assertThat(output.getOut().lines().filter((line) -> line.contains("is failing: "))).hasSize(1);
	}

	@Test
	void areDroppedAndCountedPastTheirBound(CapturedOutput output) {
		redis().commands().set(LETTERS, "no stream");
		TappetService running = start(3, Map.of());
		publish("bad");
		awaitFailing(running, "dead letters");
		for (int i = 1; i < 10; i++) {
			publish("bad");
		}
		eventually().until(() -> running.trigger(TRIGGER).counts().dropped() == 7);
		assertThat(output.getOut().lines().filter((line) -> line.contains("drops dead letters"))).hasSize(1);
		publish("good");
		this.calls.await(1);
		redis().commands().del(LETTERS);
		eventually().until(() -> running.trigger(TRIGGER).counts().deadLettered() == 3);
		eventually().until(() -> running.trigger(TRIGGER).state(), TriggerState.RUNNING::equals);
	}

	@Test
	void showAMissingRightBeforeThereAreAny() {
		redis().commands()
			.aclSetuser("tappet",
					AclSetuserArgs.Builder.on()
						.addPassword("secret")
						.allCommands()
						.keyPattern("tappet:*")
						.allChannels());
		TappetService running = startAnyway(3,
				Map.of("spring.data.redis.username", "tappet", "spring.data.redis.password", "secret"));
		eventually().until(() -> String.valueOf(running.trigger(TRIGGER).reason()).contains(LETTERS));
		awaitFailing(running, "ACL SETUSER", LETTERS);
		publish("bad");
		publish("good");
		this.calls.await(1);
		redis().commands().aclSetuser("tappet", AclSetuserArgs.Builder.keyPattern("*"));
		eventually().until(() -> running.trigger(TRIGGER).counts().deadLettered() == 1);
		eventually().until(() -> running.trigger(TRIGGER).state(), TriggerState.RUNNING::equals);
	}

	@Test
	void showAServerWithoutMemory() {
		TappetService running = start(3, Map.of());
		redis().commands().configSet("maxmemory", "1");
		publish("bad");
		awaitFailing(running, "memory");
		publish("good");
		this.calls.await(1);
		redis().commands().configSet("maxmemory", "0");
		eventually().until(() -> running.trigger(TRIGGER).counts().deadLettered() == 1);
		eventually().until(() -> running.trigger(TRIGGER).state(), TriggerState.RUNNING::equals);
	}

}
