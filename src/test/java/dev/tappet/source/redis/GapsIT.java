package dev.tappet.source.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import dev.tappet.faults.FaultyProxy;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.KillArgs;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class GapsIT {

	private final TestRedis redis = RedisKind.EMBEDDED.empty();

	private final List<String> messages = new CopyOnWriteArrayList<>();

	private final List<TriggerContext> gaps = new CopyOnWriteArrayList<>();

	private final CountDownLatch mayHandle = new CountDownLatch(1);

	private @Nullable TappetService service;

	/** Notes gaps, and fails to deal with them. */
	private final class Handler implements TriggerHandler<String> {

		@Override
		public void handle(String payload, TriggerContext context) throws Exception {
			GapsIT.this.mayHandle.await();
			GapsIT.this.messages.add(payload);
		}

		@Override
		public void onGap(TriggerContext context) {
			GapsIT.this.gaps.add(context);
			throw new IllegalStateException("nothing to reconcile with");
		}

	}

	@AfterEach
	void stop() {
		if (this.service != null) {
			this.service.close();
		}
	}

	private TappetService start(Map<String, Object> trigger) {
		return start(TappetService.on(this.redis), trigger);
	}

	private TappetService start(TappetService.Builder builder, Map<String, Object> trigger) {
		TappetService started = builder.trigger("news", trigger)
			.handler("news", ResolvableType.forClass(String.class), new Handler())
			.start();
		this.service = started;
		return started;
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	@Test
	void aConnectionThatIsLostIsAGap(CapturedOutput output) {
		this.mayHandle.countDown();
		Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
		TappetService running = start(Map.of("redis-pubsub.channel", "news"));
		assertThat(running.trigger("news").counts().gaps()).isZero();
		for (int i = 1; i <= 3; i++) {
			int times = i;
			this.redis.commands().clientKill(KillArgs.Builder.typePubsub());
			eventually().until(() -> this.gaps.size() == times);
			running.awaitRunning();
			assertThat(running.trigger("news").counts().gaps()).isEqualTo(times);
			this.redis.commands().publish("news", "message-" + i);
			eventually().until(() -> this.messages.size() == times);
		}
		assertThat(this.messages).containsExactly("message-1", "message-2", "message-3");
		assertThat(this.gaps).allSatisfy((gap) -> {
			assertThat(gap.trigger()).isEqualTo("news");
			assertThat(gap.type()).isEqualTo("redis-pubsub");
			assertThat(gap.source()).isEqualTo("news");
			assertThat(gap.messageId()).isEmpty();
			assertThat(gap.timestamp()).isBetween(before, Instant.ofEpochMilli(System.currentTimeMillis()));
		});
		assertThat(output.getOut()).contains("heard nothing for", "did not take notice of a gap");
		eventually().until(() -> this.redis.connectionsOf(running.instance()).size() == 2);
	}

	@Test
	void aGapBeginsWhenAllWasHeardLastAndNotWhenThatIsNoticed() {
		this.mayHandle.countDown();
		try (FaultyProxy line = FaultyProxy.to(this.redis.port())) {
			TappetService running = start(TappetService.on(this.redis)
				.setting("spring.data.redis.port", line.port())
				.setting("spring.data.redis.timeout", "1s"), Map.of("redis-pubsub.channel", "news"));
			this.redis.commands().publish("news", "heard");
			eventually().until(() -> this.messages.size() == 1);
			line.swallow();
			this.redis.commands().publish("news", "lost");
			long published = System.currentTimeMillis();
			eventually().until(() -> running.trigger("news").state() == TriggerState.FAILING);
			long noticed = System.currentTimeMillis();
			line.heal();
			eventually().until(() -> this.gaps.size() == 1);
			assertThat(this.messages).containsExactly("heard");
			Instant since = Objects.requireNonNull(this.gaps.getFirst().timestamp());
			assertThat(since).isBeforeOrEqualTo(Instant.ofEpochMilli(published + 1));
			System.out.printf(
					"a line that passes nothing: sent 2, handled 1, doubled 0, lost 1; noticed after %d ms, "
							+ "told from %d ms before the loss%n",
					noticed - published, published - since.toEpochMilli());
		}
	}

	@Test
	void aBufferThatOverflowsIsOneGapOnceItHasRecovered(CapturedOutput output) {
		TappetService running = start(Map.of("redis-pubsub.channel", "news", "redis-pubsub.buffer", 10));
		for (int i = 0; i < 100; i++) {
			this.redis.commands().publish("news", "message-" + i);
		}
		eventually().until(() -> running.trigger("news").counts().dropped() == 90);
		assertThat(running.trigger("news").counts().gaps()).isZero();
		this.mayHandle.countDown();
		eventually().until(() -> this.gaps.size() == 1 && this.messages.size() == 10);
		assertThat(running.trigger("news").counts().gaps()).isOne();
		assertThat(output.getOut().lines().filter((line) -> line.contains("drops messages"))).hasSize(1);
	}

	@Test
	void aShardedChannelIsHeardOnASingleServer() {
		this.mayHandle.countDown();
		start(Map.of("redis-pubsub.channel", "news", "redis-pubsub.sharded", true));
		this.redis.commands().publish("news", "not sharded");
		this.redis.commands().spublish("news", "sharded");
		eventually().until(() -> this.messages.size() == 1);
		assertThat(this.messages).containsExactly("sharded");
	}

}
