package dev.tappet.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import dev.tappet.handler.BatchFailure;
import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.TrialMessage;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.RedisTypes;
import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

class TrialTests {

	private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

	private final AloneGate gate = new AloneGate();

	private Duration timeout = Duration.ofMinutes(1);

	/** A payload that is read from JSON. */
	record Order(int id) {
	}

	@Test
	void callsTheHandlerAsADeliveryWould() throws InterruptedException {
		AtomicReference<@Nullable Order> given = new AtomicReference<>();
		AtomicReference<@Nullable TriggerContext> context = new AtomicReference<>();
		TrialResult result = run(ResolvableType.forClass(Order.class), "{\"id\":7}", (payload, known) -> {
			given.set((Order) payload);
			context.set(known);
		});
		assertThat(result.kind()).isEqualTo(TrialResult.Kind.SUCCESS);
		assertThat(result.message()).isNull();
		assertThat(given).hasValue(new Order(7));
		assertThat(context.get()).satisfies((known) -> {
			assertThat(known.trigger()).isEqualTo("test");
			assertThat(known.source()).isEqualTo("jobs");
			assertThat(known.messageId()).isEqualTo("invoke-1");
			assertThat(known.timestamp()).isEqualTo(NOW);
			assertThat(known.attempt()).isEqualTo(1);
			assertThat(known.replay()).isFalse();
		});
	}

	@Test
	void givesABatchHandlerABatchOfOne() throws InterruptedException {
		AtomicReference<@Nullable Object> given = new AtomicReference<>();
		run(ResolvableType.forClassWithGenerics(List.class, String.class), "a", (payload, known) -> given.set(payload));
		assertThat(given).hasValue(List.of("a"));
	}

	@Test
	void tellsHowAHandlerFailed() throws InterruptedException {
		TrialResult failed = run(ResolvableType.forClass(String.class), "a", (payload, known) -> {
			throw new IllegalStateException("no\nroom");
		});
		assertThat(failed.kind()).isEqualTo(TrialResult.Kind.FAILURE);
		assertThat(failed.thrown()).isEqualTo("java.lang.IllegalStateException");
		assertThat(failed.message()).isEqualTo("java.lang.IllegalStateException: no\\nroom");
		assertThat(failed.stack()).startsWith("java.lang.IllegalStateException: no\\nroom\n\tat ")
			.contains("TrialTests");
		TrialResult rejected = run(ResolvableType.forClass(String.class), "a", (payload, known) -> {
			throw new RejectMessage("never");
		});
		assertThat(rejected.kind()).isEqualTo(TrialResult.Kind.REJECTED);
	}

	@Test
	void doesNotCallAHandlerThatThePayloadDoesNotFit() throws InterruptedException {
		TrialResult result = run(ResolvableType.forClass(Order.class), "{\"id\":\"x\"}", (payload, known) -> {
			throw new AssertionError();
		});
		assertThat(result.kind()).isEqualTo(TrialResult.Kind.UNBINDABLE);
		assertThat(result.message()).contains("Order");
		assertThat(result.thrown()).isNull();
	}

	@Test
	void interruptsAHandlerAfterItsTimeout() throws InterruptedException {
		this.timeout = Duration.ofMillis(20);
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		TrialResult result = run(ResolvableType.forClass(String.class), "a", (payload, known) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		assertThat(result.kind()).isEqualTo(TrialResult.Kind.TIMEOUT);
		assertThat(result.message()).isEqualTo("ran longer than 20 ms and was interrupted");
		interrupted.await();
		// A message that runs alone does not wait for it.
		assertThat(this.gate.isBusy()).isFalse();
	}

	@Test
	void waitsForAMessageThatRunsAlone() throws InterruptedException {
		assertThat(this.gate.enterAlone(() -> false)).isTrue();
		AtomicReference<@Nullable TrialResult> result = new AtomicReference<>();
		Thread trying = Thread.ofVirtual().start(() -> {
			try {
				result.set(run(ResolvableType.forClass(String.class), "a", (payload, known) -> {
				}));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		assertThat(result).hasNullValue();
		this.gate.leaveAlone();
		trying.join();
		assertThat(result.get()).extracting(TrialResult::kind).isEqualTo(TrialResult.Kind.SUCCESS);
	}

	@Test
	void judgesEachMessageOfABatch() throws InterruptedException {
		Trial trial = trial(ResolvableType.forClassWithGenerics(List.class, Order.class), (payload, known) -> {
			assertThat(payload).isEqualTo(List.of(new Order(1), new Order(3), new Order(4)));
			throw new BatchFailure(List.of(1), new IllegalStateException("no room"));
		});
		List<Judgement> judgements = trial
			.judge(List.of(typed("{\"id\":1}"), typed("{"), typed("{\"id\":3}"), typed("{\"id\":4}")), 1, false);
		assertThat(judgements).extracting(Judgement::verdict)
			.satisfiesExactly((first) -> assertThat(first).isEqualTo(Verdict.COMPLETE),
					(second) -> assertThat(second).isInstanceOf(Verdict.Bury.class),
					(third) -> assertThat(third).isEqualTo(new Verdict.RetryAfter(Duration.ofSeconds(1))),
					(fourth) -> assertThat(fourth).isEqualTo(Verdict.COMPLETE));
		assertThat(judgements.get(2).thrown()).isInstanceOf(IllegalStateException.class);
		assertThat(judgements.get(2).ending()).isEqualTo("java.lang.IllegalStateException: no room");
	}

	@Test
	void judgesAnAttemptByThePolicyOfTheTrigger() throws InterruptedException {
		Trial trial = trial(ResolvableType.forClass(String.class), (payload, known) -> {
			assertThat(known.replay()).isTrue();
			throw new IllegalStateException("on attempt " + known.attempt());
		});
		assertThat(judge(trial, 3).verdict()).isEqualTo(new Verdict.RetryAfter(Duration.ofSeconds(4)));
		assertThat(judge(trial, 5).verdict())
			.isEqualTo(new Verdict.Bury("java.lang.IllegalStateException: on attempt 5", 5));
	}

	@Test
	void doesNotCallAHandlerWhoseAttemptsAreUsedUp() throws InterruptedException {
		Judgement judgement = judge(trial(ResolvableType.forClass(String.class), (payload, known) -> {
			throw new AssertionError();
		}), 6);
		assertThat(judgement.verdict()).isInstanceOfSatisfying(Verdict.Bury.class,
				(bury) -> assertThat(bury.attempts()).isEqualTo(5));
		assertThat(judgement.thrown()).isNull();
	}

	@Test
	void judgesWhatWasBoundByTheEndOfItsTime() throws InterruptedException {
		this.timeout = Duration.ofMillis(20);
		CountDownLatch never = new CountDownLatch(1);
		Trial trial = trial(ResolvableType.forClassWithGenerics(List.class, Order.class), (payload, known) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				// It returns, but too late.
			}
		});
		List<Judgement> judgements = trial.judge(List.of(typed("{"), typed("{\"id\":1}")), 1, false);
		assertThat(judgements.get(0).verdict()).isInstanceOf(Verdict.Bury.class);
		assertThat(judgements.get(1).verdict()).isInstanceOf(Verdict.RetryAfter.class);
		assertThat(judgements.get(1).ending()).isEqualTo("ran longer than 20 ms and was interrupted");
	}

	private static Judgement judge(Trial trial, int attempt) throws InterruptedException {
		return trial.judge(List.of(typed("a")), attempt, true).getFirst();
	}

	private static TrialMessage typed(String text) {
		return new TrialMessage("invoke-1", NOW, text.getBytes(StandardCharsets.UTF_8));
	}

	private TrialResult run(ResolvableType payload, String text, TriggerHandler<Object> handler)
			throws InterruptedException {
		return trial(payload, handler).run(typed(text));
	}

	private Trial trial(ResolvableType payload, TriggerHandler<Object> handler) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		RootBeanDefinition bean = new RootBeanDefinition();
		bean.setTargetType(ResolvableType.forClassWithGenerics(TriggerHandler.class, payload));
		bean.setInstanceSupplier(() -> handler);
		beans.registerBeanDefinition("test", bean);
		TriggerDefinition definition = new TriggerDefinition("test", null, "default", true, 1, Ordering.NONE,
				this.timeout, 100, new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2),
				new RedisListDefinition(List.of("jobs"), 10, Duration.ofSeconds(1), true,
						RedisListDefinition.Delivery.AT_LEAST_ONCE));
		HandlerResolution found = new HandlerResolver(beans, new JsonMapper(), RedisTypes.all()).resolve(definition);
		return new Trial(definition, ((HandlerResolution.Found) found).handler(),
				new Dispatcher.Surroundings("worker-a", Clock.systemUTC(), this.gate));
	}

}
