package dev.tappet.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.dispatch.AloneGate;
import dev.tappet.dispatch.BoundHandler;
import dev.tappet.dispatch.Dispatcher;
import dev.tappet.dispatch.HandlerResolution;
import dev.tappet.dispatch.HandlerResolver;
import dev.tappet.dispatch.InvocationListener;
import dev.tappet.dispatch.Trial;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.Order;
import dev.tappet.source.SourceTypes;
import dev.tappet.source.Wish;
import dev.tappet.source.WishStore;
import dev.tappet.source.WishesRefusedException;
import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes of the answers to a look, on a store that a test answers by hand.
 */
@ExtendWith(OutputCaptureExtension.class)
class WishLookTests {

	private static final long LATER = WishLook.PATIENCE.toNanos() + 1;

	private final HandAnswered store = new HandAnswered();

	private final WishLook look = new WishLook(this.store);

	@Test
	void asksOnceForAllTriggers() {
		RegisteredTrigger orders = trigger("orders", true);
		RegisteredTrigger mails = trigger("mails", true);
		this.look.begin(0);
		assertThat(this.store.asked).containsExactly(List.of("orders", "mails"));
		assertThat(orders.state()).isEqualTo(TriggerState.FAILING);
		this.store.answer(Map.of("orders", paused()));
		assertThat(orders.state()).isEqualTo(TriggerState.PAUSED);
		assertThat(orders.reason()).isEqualTo("paused since 1970-01-01T00:00:00Z by alice");
		assertThat(orders.lastError()).isNull();
		assertThat(mails.state()).isEqualTo(TriggerState.RUNNING);
		assertThat(mails.reason()).isNull();
	}

	@Test
	void asksNoMoreWhileAQuestionIsUnderWay() {
		trigger("orders", true);
		this.look.begin(0);
		this.look.step(1);
		assertThat(this.store.asked).hasSize(1);
		this.store.answer(Map.of());
		this.look.step(2);
		assertThat(this.store.asked).hasSize(2);
	}

	@Test
	void whatWasKnownLastHoldsWhereThereIsNoAnswer() {
		RegisteredTrigger orders = trigger("orders", true);
		this.look.begin(0);
		this.store.answer(Map.of("orders", paused()));
		this.look.step(1);
		this.store.fail(new IllegalStateException("gone"));
		this.look.step(LATER);
		assertThat(orders.state()).isEqualTo(TriggerState.PAUSED);
	}

	@Test
	void aTriggerWhoseOwnBrokerDoesNotAnswerIsHeld() {
		RegisteredTrigger orders = trigger("orders", true);
		this.look.begin(0);
		this.store.fail(new IllegalStateException("gone"));
		this.look.step(LATER);
		assertThat(orders.source().isPaused()).isTrue();
		assertThat(orders.state()).isEqualTo(TriggerState.FAILING);
		assertThat(orders.reason()).contains("it begins when here answers");
	}

	@Test
	void aTriggerOfAnotherBrokerBeginsAfterAWhile(CapturedOutput output) {
		RegisteredTrigger events = trigger("events", false);
		this.look.begin(0);
		this.store.fail(new IllegalStateException("gone"));
		this.look.step(1);
		assertThat(events.state()).isEqualTo(TriggerState.FAILING);
		this.look.step(LATER);
		assertThat(events.state()).isEqualTo(TriggerState.RUNNING);
		assertThat(output).contains("here does not say whether [events] are paused; they begin");
		this.store.answer(Map.of("events", paused()));
		assertThat(events.state()).isEqualTo(TriggerState.PAUSED);
	}

	@Test
	void nobodyWaitsWhereTheUserMayNotAsk(CapturedOutput output) {
		RegisteredTrigger orders = trigger("orders", true);
		this.look.begin(0);
		this.store.fail(new WishesRefusedException("NOPERM", new IllegalStateException()));
		assertThat(orders.state()).isEqualTo(TriggerState.RUNNING);
		this.look.step(1);
		this.store.fail(new WishesRefusedException("NOPERM", new IllegalStateException()));
		assertThat(output.getOut().lines().filter((line) -> line.contains("NOPERM"))).hasSize(1);
	}

	@Test
	void aWishIsFollowedAtOnceWhereItIsGiven() {
		RegisteredTrigger orders = trigger("orders", true);
		this.look.begin(0);
		this.store.answer(Map.of());
		KeptWish kept = orders.wish(true, null).toCompletableFuture().join();
		assertThat(kept.everywhere()).isTrue();
		assertThat(kept.wish().by()).isEqualTo("instance worker-a");
		assertThat(orders.state()).isEqualTo(TriggerState.PAUSED);
	}

	@Test
	void aWishThatNobodyKeepsIsFollowedHereAlone() {
		RegisteredTrigger events = new RegisteredTrigger(definition("events"), new TestKind(null), trial(),
				WishLookTests::run, new TriggerStatistics(), wishing(null));
		KeptWish kept = events.wish(true, "alice").toCompletableFuture().join();
		assertThat(kept.everywhere()).isFalse();
		assertThat(events.state()).isEqualTo(TriggerState.PAUSED);
		assertThat(events.reason()).endsWith(" by alice");
		events.wish(false, "bob");
		assertThat(events.state()).isEqualTo(TriggerState.RUNNING);
	}

	private static Wish paused() {
		return new Wish(true, Instant.EPOCH, "alice");
	}

	private RegisteredTrigger trigger(String name, boolean own) {
		RegisteredTrigger trigger = new RegisteredTrigger(definition(name), new TestKind(own ? this.store : null),
				trial(), WishLookTests::run, new TriggerStatistics(), wishing(this.store));
		this.look.add(trigger);
		return trigger;
	}

	private static Wishing wishing(@Nullable WishStore shared) {
		return new Wishing(() -> shared, new InstanceId("worker-a"), Clock.systemUTC());
	}

	private static Trial trial() {
		TriggerDefinition definition = definition("test");
		return new Trial(definition, handler(definition), surroundings());
	}

	private static RegisteredTrigger.Run run() {
		TriggerDefinition definition = definition("test");
		return new RegisteredTrigger.Run(new IdleSource(), new Dispatcher(definition, Order.WHOLE, handler(definition),
				InvocationListener.all(List.of()), surroundings()));
	}

	private static Dispatcher.Surroundings surroundings() {
		return new Dispatcher.Surroundings("worker-a", Clock.systemUTC(), new AloneGate());
	}

	private static BoundHandler handler(TriggerDefinition definition) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("test", new Idle());
		HandlerResolution found = new HandlerResolver(beans, new JsonMapper(),
				new SourceTypes(List.of(new TestKind(null))))
			.resolve(definition);
		return ((HandlerResolution.Found) found).handler();
	}

	private static TriggerDefinition definition(String name) {
		return new TriggerDefinition(name, "test", "default", true, 1, Ordering.NONE, Duration.ofMinutes(1), 100,
				new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2), new RedisListDefinition(
						List.of("jobs"), 10, Duration.ofSeconds(1), true, RedisListDefinition.Delivery.AT_LEAST_ONCE));
	}

	/** A handler that nobody calls. */
	static final class Idle implements TriggerHandler<String> {

		@Override
		public void handle(String payload, TriggerContext context) {
		}

	}

	/** A store whose looks wait until the test answers them. */
	private static final class HandAnswered implements WishStore {

		private final List<List<String>> asked = new ArrayList<>();

		private CompletableFuture<Map<String, Wish>> underWay = new CompletableFuture<>();

		void answer(Map<String, Wish> wishes) {
			this.underWay.complete(new HashMap<>(wishes));
		}

		void fail(RuntimeException failure) {
			this.underWay.completeExceptionally(failure);
		}

		@Override
		public String place() {
			return "here";
		}

		@Override
		public CompletionStage<Map<String, Wish>> look(Collection<String> triggers) {
			this.asked.add(List.copyOf(triggers));
			this.underWay = new CompletableFuture<>();
			return this.underWay;
		}

		@Override
		public CompletionStage<Wish> wish(String trigger, boolean paused, String by) {
			return CompletableFuture.completedStage(new Wish(paused, Instant.EPOCH, by));
		}

	}

}
