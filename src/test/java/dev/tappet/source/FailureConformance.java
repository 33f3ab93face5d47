package dev.tappet.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import dev.tappet.handler.RejectMessage;
import dev.tappet.support.Calls;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a message whose handler fails or that no handler can be given: it is
 * retried without being in the way of others, and at last kept as a dead letter.
 *
 * @param <B> the broker
 */
abstract class FailureConformance<B extends Broker> extends HandlingConformance<B> {

	FailureConformance(B broker, Features features) {
		super(broker, features);
	}

	/** Something to read JSON into. */
	public record Order(String name) {
	}

	@Test
	void retriesAFailureWithGrowingAttemptsAndThenKeepsItAsADeadLetter() {
		Instant before = Instant.now();
		start(trigger("retry.max-attempts", 3), (payload, context) -> {
			this.calls.add(payload, context);
			throw new IllegalStateException("no such customer");
		});
		send("m", 1);
		Broker.Letter letter = awaitDeadLetter();
		awaitDone();
		assertThat(this.calls.attempts()).containsExactly(1, 2, 3);
		assertThat(this.calls.all()).extracting((call) -> call.context().messageId()).containsOnly(letter.id());
		assertThat(text(letter)).isEqualTo("m0");
		assertThat(letter.trigger()).isEqualTo(TRIGGER);
		assertThat(letter.source()).isEqualTo(QUEUE);
		assertThat(letter.attempts()).isEqualTo(3);
		assertThat(letter.reason()).contains("IllegalStateException", "no such customer");
		assertThat(letter.failedAt()).isBetween(before, Instant.now());
	}

	@Test
	void completesAMessageThatSucceedsAtLast() {
		TappetService service = start(trigger(), (payload, context) -> {
			this.calls.add(payload, context);
			if (context.attempt() < 3) {
				throw new IllegalStateException("not yet");
			}
		});
		send("m", 10);
		this.calls.await(30);
		awaitDone();
		eventually().until(() -> service.trigger(TRIGGER).counts().completed() == 10);
		assertThat(service.trigger(TRIGGER).counts().retried()).isEqualTo(20);
		assertThat(this.calls.count()).isEqualTo(30);
		assertThat(deadLetters()).isEmpty();
	}

	@Test
	void retriesEachMessageWhenItsDelayIsOver() {
		needs(Feature.SHORT_DELAYS);
		start(trigger("retry.max-attempts", 6, "retry.multiplier", 1, "retry.jitter", 0.5), (payload, context) -> {
			this.calls.add(payload, context);
			throw new IllegalStateException("again");
		});
		send("m", 10);
		// Five delays of about 50 ms, and by no means five rounds of looking around.
		this.calls.await(60, Duration.ofSeconds(4));
	}

	@Test
	void handlesOthersWhileOneWaitsForItsRetry() {
		start(trigger("concurrency", 1, "retry.initial-delay", "1m"), (payload, context) -> {
			if (payload.equals("m0")) {
				throw new IllegalStateException("later");
			}
			this.calls.add(payload, context);
		});
		send("m", 20);
		this.calls.await(19, Duration.ofSeconds(10));
	}

	@Test
	void handlesOthersBesideAFailingAndALongOne() {
		Gate gate = new Gate();
		Calls failing = new Calls();
		start(trigger("concurrency", 3, "retry.max-attempts", 100, "retry.multiplier", 1), (payload, context) -> {
			switch (payload) {
				case "m0" -> gate.pass();
				case "m1" -> {
					failing.add(payload, context);
					throw new IllegalStateException("again");
				}
				default -> this.calls.add(payload, context);
			}
		});
		send("m", 100);
		this.calls.await(98);
		failing.await(4);
		send("later", 10);
		this.calls.await(108);
		gate.open();
		assertThat(this.calls.attempts()).containsOnly(1);
		List<Integer> attempts = failing.attempts();
		assertThat(attempts).isEqualTo(IntStream.rangeClosed(1, attempts.size()).boxed().toList());
	}

	@Test
	void keepsARejectedMessageAsADeadLetterAtOnce() {
		start(trigger(), (payload, context) -> {
			this.calls.add(payload, context);
			throw new RejectMessage("it has no customer");
		});
		send("m", 1);
		Broker.Letter letter = awaitDeadLetter();
		awaitDone();
		assertThat(text(letter)).isEqualTo("m0");
		assertThat(letter.attempts()).isEqualTo(1);
		assertThat(letter.reason()).contains("it has no customer");
		assertThat(this.calls.attempts()).containsExactly(1);
	}

	@Test
	void keepsAMessageThatCannotBeBoundAsADeadLetterAtOnce() {
		start(service(trigger()).handler(TRIGGER, Order.class, this.calls::add));
		send(utf8("{\"name\":"), utf8("{\"name\":\"a\"}"));
		Broker.Letter letter = awaitDeadLetter();
		this.calls.await(1);
		awaitDone();
		assertThat(text(letter)).isEqualTo("{\"name\":");
		assertThat(letter.attempts()).isEqualTo(1);
		assertThat(letter.reason()).contains("Order");
		assertThat(this.calls.all()).extracting(Calls.Call::payload).containsExactly(new Order("a"));
	}

	@Test
	void givesThePermitOfAMessageBackThatCannotBeBound() {
		start(service(trigger("concurrency", 3)).handler(TRIGGER, Order.class, this.calls::add));
		send("{", 4);
		awaitDeadLetters(4);
		send(utf8("{\"name\":\"a\"}"));
		this.calls.await(1);
		awaitDone();
	}

	@Test
	void givesThePermitOfAMessageBackWhoseAttemptsAreUsedUp() {
		needs(Feature.RETRIES_SURVIVE);
		TappetService patient = start(trigger("retry.initial-delay", "1s"), (payload, context) -> {
			throw new IllegalStateException("not here");
		});
		send("m", 4);
		eventually().until(() -> patient.trigger(TRIGGER).counts().retried() == 4);
		patient.close();
		start(trigger("concurrency", 3, "retry.max-attempts", 1), this.calls::add);
		List<Broker.Letter> letters = awaitDeadLetters(4);
		send("good", 1);
		this.calls.await(1);
		awaitDone();
		assertThat(this.calls.payloads()).containsExactly("good0");
		assertThat(letters).extracting(Broker.Letter::attempts).containsOnly(1);
	}

	@Test
	void keepsBytesInDeadLettersAsTheyAre() {
		byte[] odd = { (byte) 0xff, 0, (byte) 0xc0, '\r', '\n' };
		start(service(trigger()).handler(TRIGGER, byte[].class, (payload, context) -> {
			throw new RejectMessage("no");
		}));
		send(odd);
		assertThat(awaitDeadLetter().payload()).isEqualTo(odd);
	}

}
