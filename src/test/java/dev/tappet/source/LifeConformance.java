package dev.tappet.source;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a source lives: it stops, pauses, shares with other instances, and outlives the
 * absence of its broker.
 *
 * @param <B> the broker
 */
abstract class LifeConformance<B extends Broker> extends DeadLetterConformance<B> {

	LifeConformance(B broker, Features features) {
		super(broker, features);
	}

	private static void awaitState(TappetService service, TriggerState state) {
		eventually().untilAsserted(() -> assertThat(service.trigger(TRIGGER).state()).isEqualTo(state));
	}

	@Test
	void leavesNothingOfItsOwnBehind() {
		TappetService service = start(trigger(), this.calls::add);
		send("m", 20);
		this.calls.await(20);
		service.close();
		assertThat(unfinished()).isZero();
		this.broker.assertNothingLeft(service.instance());
	}

	@Test
	void letsRunningHandlersEndWhenItStops() {
		Gate gate = new Gate();
		TappetService service = start(trigger(), (payload, context) -> {
			gate.pass();
			this.calls.add(payload, context);
		});
		send("m", 5);
		gate.awaitArrivals(5);
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(service::close);
		eventually().during(Duration.ofMillis(200)).until(() -> !stopped.isDone());
		gate.open();
		stopped.orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(this.calls.count()).isEqualTo(5);
		assertThat(unfinished()).isZero();
		this.broker.assertNothingLeft(service.instance());
	}

	@Test
	void handsUnfinishedMessagesToAnotherInstanceAtOnceWhenItStops() {
		needs(Feature.HANDS_BACK);
		Gate never = new Gate();
		TappetService first = start(
				service(trigger("concurrency", 4)).setting("spring.lifecycle.timeout-per-shutdown-phase", "600ms")
					.handler(TRIGGER, String.class, (payload, context) -> never.pass()));
		List<String> sent = send("m", 20);
		never.awaitArrivals(4);
		first.close();
		start(trigger(), this.calls::add);
		this.calls.await(20, Duration.ofSeconds(4));
		awaitDone();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
		assertThat(this.calls.attempts().stream().filter((attempt) -> attempt > 1))
			.hasSizeLessThanOrEqualTo(has(Feature.TAKES_ATTEMPTS_BACK) ? 0 : 4);
	}

	@Test
	void countsAttemptsOnWhereAnotherInstanceRetries() {
		needs(Feature.RETRIES_SURVIVE);
		TappetService first = start(trigger("retry.initial-delay", "1s"), (payload, context) -> {
			throw new IllegalStateException("not here");
		});
		send("m", 3);
		eventually().until(() -> first.trigger(TRIGGER).counts().retried() == 3);
		first.close();
		start(trigger(), this.calls::add);
		this.calls.await(3);
		awaitDone();
		assertThat(this.calls.attempts()).containsExactly(2, 2, 2);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrder("m0", "m1", "m2");
	}

	@Test
	void sharesMessagesAmongThreeInstancesOnceEach() {
		needs(Feature.HANDS_BACK);
		for (int i = 0; i < 3; i++) {
			start(trigger(), this.calls::add);
		}
		List<String> sent = send("m", 100);
		this.calls.await(100);
		awaitDone();
		endServices();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

	@Test
	void takesOverWhatASilentInstanceHeldAndIgnoresWhatThatDecidesLater() {
		needs(Feature.TAKES_OVER);
		Gate gate = new Gate();
		start(trigger("concurrency", 4), (payload, context) -> gate.pass());
		List<String> sent = send("m", 4);
		gate.awaitArrivals(4);
		this.broker.cutOff();
		start(trigger(), this.calls::add);
		this.calls.await(4);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
		assertThat(this.calls.attempts()).containsOnly(2);
		gate.open();
		this.broker.mend();
		awaitDone();
		assertThat(this.calls.count()).isEqualTo(4);
		assertThat(deadLetters()).isEmpty();
	}

	@Test
	void handlesNothingNewWhileItIsPaused() {
		Gate gate = new Gate();
		Trigger trigger = start(trigger("concurrency", 1), (payload, context) -> {
			gate.pass();
			this.calls.add(payload, context);
		}).trigger(TRIGGER);
		List<String> sent = send("m", 10);
		gate.awaitArrivals(1);
		if (!has(Feature.WAITS)) {
			// What is still on its way then reaches nobody.
			meanwhile().until(() -> true);
		}
		trigger.pause();
		trigger.pause();
		assertThat(trigger.state()).isEqualTo(TriggerState.PAUSED);
		gate.open();
		this.calls.await(1);
		meanwhile().until(() -> this.calls.count() == 1);
		trigger.resume();
		assertThat(trigger.state()).isEqualTo(TriggerState.RUNNING);
		this.calls.await(10);
		awaitDone();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

	@Test
	void letsRetriesWaitWhileItIsPaused() {
		Trigger trigger = start(trigger("retry.initial-delay", "1s"), (payload, context) -> {
			this.calls.add(payload, context);
			if (context.attempt() == 1) {
				throw new IllegalStateException("again");
			}
		}).trigger(TRIGGER);
		send("m", 1);
		eventually().until(() -> trigger.counts().retried() == 1);
		trigger.pause();
		eventually().during(Duration.ofMillis(1500)).until(() -> this.calls.count() == 1);
		trigger.resume();
		this.calls.await(2);
		awaitDone();
		assertThat(this.calls.attempts()).containsExactly(1, 2);
	}

	@Test
	void keepsWhatIsSentWhileItIsPaused() {
		needs(Feature.WAITS);
		TappetService service = start(trigger(), this.calls::add);
		send("before", 3);
		this.calls.await(3);
		awaitDone();
		service.trigger(TRIGGER).pause();
		send("m", 7);
		meanwhile().until(() -> this.calls.count() == 3);
		if (has(Feature.BACKLOG)) {
			assertThat(service.backlog(TRIGGER)).isEqualTo(new Backlog(7, 0));
		}
		service.trigger(TRIGGER).resume();
		this.calls.await(10);
		awaitDone();
	}

	@Test
	void startsWhileItsBrokerIsAway() {
		this.broker.breakIt();
		TappetService service = startAnyway(service(trigger()).handler(TRIGGER, String.class, this.calls::add));
		awaitState(service, TriggerState.FAILING);
		eventually().untilAsserted(() -> assertThat(service.trigger(TRIGGER).reason()).isNotBlank());
		this.broker.mend();
		service.awaitRunning();
		send("m", 5);
		this.calls.await(5);
		awaitDone();
	}

	@Test
	void goesOnWhenItsBrokerIsBack() {
		TappetService service = start(trigger(), this.calls::add);
		Trigger trigger = service.trigger(TRIGGER);
		send("before", 5);
		this.calls.await(5);
		awaitDone();
		this.broker.breakIt();
		awaitState(service, TriggerState.FAILING);
		assertThat(trigger.reason()).isNotBlank();
		assertThat(trigger.sourceUp()).isFalse();
		int kept = has(Feature.WAITS) ? send("meanwhile", 5).size() : 0;
		this.broker.mend();
		awaitState(service, TriggerState.RUNNING);
		send("after", 5);
		this.calls.await(10 + kept);
		awaitDone();
		assertThat(this.calls.count()).isEqualTo(10 + kept);
		assertThat(trigger.reason()).isNull();
		assertThat(trigger.counts().restarts()).isPositive();
	}

	@Test
	void settlesWhatEndedWhileItsBrokerWasAway() {
		needs(Feature.KEEPS);
		Gate gate = new Gate();
		TappetService service = start(trigger(), (payload, context) -> {
			gate.pass();
			this.calls.add(payload, context);
			if (payload.equals("m0") && context.attempt() == 1) {
				throw new IllegalStateException("again");
			}
		});
		send("m", 5);
		gate.awaitArrivals(5);
		this.broker.breakIt();
		awaitState(service, TriggerState.FAILING);
		gate.open();
		this.calls.await(5);
		this.broker.mend();
		this.calls.await(6);
		awaitDone();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4", "m0");
		assertThat(this.calls.attempts()).containsExactly(1, 1, 1, 1, 1, 2);
	}

	@Test
	void goesOnAfterAllDataWasRemoved() {
		TappetService service = start(trigger(), this.calls::add);
		send("before", 5);
		this.calls.await(5);
		awaitDone();
		this.broker.clear();
		service.awaitRunning();
		send("after", 5);
		this.calls.await(10);
		assertThat(this.calls.payloads()).contains("after0", "after1", "after2", "after3", "after4");
	}

}
