package dev.tappet.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

import dev.tappet.dispatch.payload.Payload;
import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.TriggerDefinition;

/**
 * Calls the handler of a trigger once, as a delivery would, but outside of its source:
 * nothing is settled, tried again, counted or timed for it.
 */
public final class Trial {

	private final TriggerDefinition trigger;

	private final BoundHandler handler;

	private final Dispatcher.Surroundings surroundings;

	/**
	 * Calls nothing yet.
	 * @param trigger the trigger
	 * @param handler its handler
	 * @param surroundings what the dispatchers of this process share
	 */
	public Trial(TriggerDefinition trigger, BoundHandler handler, Dispatcher.Surroundings surroundings) {
		this.trigger = trigger;
		this.handler = handler;
		this.surroundings = surroundings;
	}

	/**
	 * The bean that is called.
	 * @return its name
	 */
	public String handler() {
		return this.handler.name();
	}

	/**
	 * Binds a message and calls the handler with it, for no longer than the trigger's
	 * timeout. A message that has to run alone in this process is waited for.
	 * @param message the message
	 * @return what came of it
	 * @throws InterruptedException if the caller was interrupted; the handler is then too
	 */
	public TrialResult run(Message message) throws InterruptedException {
		Ended ended = run(new TriedDelivery(source(), List.of(message), 1, false));
		return TrialResult.of(ended.outcomes().get(0), ended.took());
	}

	/**
	 * Does the same with the messages of one delivery, and says what a delivery would
	 * have come to.
	 * @param messages one message, or several where the handler takes batches
	 * @param attempt which attempt it is to be, from 1
	 * @param replay whether the messages are to have come back from the dead letters
	 * @return a judgement on each message
	 * @throws InterruptedException if the caller was interrupted; the handler is then too
	 */
	public List<Judgement> judge(List<Message> messages, int attempt, boolean replay) throws InterruptedException {
		if (messages.size() > 1 && !this.handler.batched()) {
			throw new IllegalArgumentException("the handler takes one message at a time");
		}
		RetryPolicy policy = this.trigger.retry();
		if (attempt > policy.maxAttempts()) {
			return Collections.nCopies(messages.size(), Judgement.of(new Outcome.Spent(), attempt, policy));
		}
		Ended ended = run(new TriedDelivery(source(), messages, attempt, replay));
		return IntStream.range(0, messages.size())
			.mapToObj((position) -> Judgement.of(ended.outcomes().get(position), attempt, policy))
			.toList();
	}

	private String source() {
		return this.trigger.source().reads().getFirst();
	}

	private Ended run(TriedDelivery delivery) throws InterruptedException {
		AtomicReferenceArray<Outcome> outcomes = new AtomicReferenceArray<>(delivery.size());
		CompletableFuture<Long> begun = new CompletableFuture<>();
		CompletableFuture<Boolean> ended = new CompletableFuture<>();
		AtomicBoolean inside = new AtomicBoolean();
		Thread runner = Thread.ofVirtual().name("tappet-trial-" + this.trigger.name()).start(() -> {
			inside.set(this.surroundings.gate().enter(() -> false));
			begun.complete(System.nanoTime());
			try {
				attempt(delivery, outcomes);
				ended.complete(true);
			}
			finally {
				leave(inside);
			}
		});
		long begunAt = begun.join();
		try {
			ended.get(this.trigger.timeout().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			// Before the interruption, so that what the handler makes of it is too late.
			for (int i = 0; i < delivery.size(); i++) {
				end(outcomes, i, new Outcome.TimedOut(this.trigger.timeout()));
			}
			runner.interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("an attempt does not fail", ex);
		}
		catch (InterruptedException ex) {
			runner.interrupt();
			throw ex;
		}
		finally {
			// A handler that goes on is not waited for.
			leave(inside);
		}
		return new Ended(outcomes, Duration.ofNanos(System.nanoTime() - begunAt));
	}

	private void leave(AtomicBoolean inside) {
		if (inside.compareAndSet(true, false)) {
			this.surroundings.gate().leave();
		}
	}

	private void attempt(TriedDelivery delivery, AtomicReferenceArray<Outcome> outcomes) {
		List<Object> payloads = new ArrayList<>();
		List<Integer> positions = new ArrayList<>();
		for (int i = 0; i < delivery.size(); i++) {
			try {
				payloads.add(this.handler.bind(delivery.source(), delivery.message(i)));
				positions.add(i);
			}
			catch (UnbindablePayloadException ex) {
				end(outcomes, i, new Outcome.Unbindable(ex.reason()));
			}
			catch (Throwable ex) {
				end(outcomes, i, Ending.failure(ex));
			}
		}
		if (!payloads.isEmpty()) {
			Ending ending = call(delivery, payloads);
			for (int i = 0; i < positions.size(); i++) {
				end(outcomes, positions.get(i), ending.of(i));
			}
		}
	}

	private Ending call(TriedDelivery delivery, List<Object> payloads) {
		try {
			this.handler.call(this.handler.batched() ? List.copyOf(payloads) : payloads.getFirst(),
					new DeliveryContext(this.trigger, new Payload(this.trigger.source().payloadField()),
							this.surroundings.instanceId(), delivery));
			return Ending.SUCCESS;
		}
		catch (Throwable ex) {
			return Ending.of(ex, payloads.size(), this.handler.batched());
		}
	}

	/** Whoever is first says how a message ended: the handler, or the end of its time. */
	private static void end(AtomicReferenceArray<Outcome> outcomes, int position, Outcome outcome) {
		outcomes.compareAndSet(position, null, outcome);
	}

	/**
	 * How a call ended.
	 *
	 * @param outcomes that of each message
	 * @param took how long it took, binding included
	 */
	private record Ended(AtomicReferenceArray<Outcome> outcomes, Duration took) {
	}

}
