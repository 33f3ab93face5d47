package dev.tappet.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.dispatch.payload.Payload;
import dev.tappet.source.Delivery;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that runs one delivery after the other. Whoever first ends a
 * {@link Call} - the handler by returning, the deadline, or the end of the service -
 * settles its delivery, and nobody else does.
 */
final class Lane implements Runnable {

	private static final Outcome SPENT = new Outcome.Spent();

	private final Dispatcher dispatcher;

	private final TriggerDefinition trigger;

	private final BoundHandler handler;

	private final Payload payload;

	private final String instanceId;

	private final InvocationListener listener;

	private final Settling settling;

	private final Passage passage;

	private final LogContext log;

	private final @Nullable Trace trace;

	private volatile @Nullable Thread thread;

	private volatile @Nullable Call call;

	/** Deliveries that have ended and whose permits were not given back. */
	private int ended;

	Lane(Dispatcher dispatcher, TriggerDefinition trigger, BoundHandler handler, String instanceId,
			InvocationListener listener) {
		this.dispatcher = dispatcher;
		this.trigger = trigger;
		this.handler = handler;
		this.payload = new Payload(trigger.source().payloadField());
		this.instanceId = instanceId;
		this.listener = listener;
		this.settling = dispatcher.settling();
		this.passage = dispatcher.newPassage();
		this.log = new LogContext(trigger.name());
		this.trace = dispatcher.trace();
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		this.dispatcher.laneStarted();
		try {
			this.log.enter();
			for (Delivery delivery; (delivery = this.dispatcher.next()) != null;) {
				attempt(delivery);
				this.ended = this.dispatcher.giveBack(this.ended + 1);
			}
		}
		finally {
			this.dispatcher.giveBackAll(this.ended);
			this.log.leave();
			this.passage.leave();
			this.dispatcher.laneEnded(this);
		}
	}

	private void attempt(Delivery delivery) {
		this.log.begin(delivery);
		try {
			if (delivery.attempt() > this.trigger.retry().maxAttempts()) {
				this.settling.settleAll(delivery, SPENT);
			}
			else if (mayBegin(delivery)) {
				handle(delivery);
			}
		}
		catch (Throwable ex) {
			this.settling.warn("a delivery ended unexpectedly", ex);
		}
		finally {
			this.call = null;
			this.settling.ended(delivery);
		}
	}

	private boolean mayBegin(Delivery delivery) {
		try {
			if (this.passage.pass(delivery)) {
				return true;
			}
			this.settling.handBack(delivery);
		}
		catch (Throwable ex) {
			this.settling.settleAll(delivery, Ending.failure(ex));
		}
		return false;
	}

	private void handle(Delivery delivery) {
		try {
			Call bound = bound(delivery);
			if (bound != null) {
				run(bound);
			}
		}
		finally {
			this.passage.passed();
		}
	}

	/** The call to make, or null where there is none and all is settled. */
	private @Nullable Call bound(Delivery delivery) {
		try {
			return this.handler.batched() ? bindAll(delivery) : bindOne(delivery);
		}
		catch (Throwable ex) {
			// For want of memory, say; nothing has been settled then.
			this.settling.settleAll(delivery, Ending.failure(ex));
			return null;
		}
	}

	private @Nullable Call bindOne(Delivery delivery) {
		Object payload = bind(delivery, 0);
		if (payload instanceof Outcome refusal) {
			this.settling.settle(delivery, 0, refusal);
			return null;
		}
		return new Call(delivery, payload, 1, null);
	}

	private @Nullable Call bindAll(Delivery delivery) {
		List<Object> payloads = new ArrayList<>(delivery.size());
		int[] positions = new int[delivery.size()];
		@Nullable Outcome[] refusals = new Outcome[positions.length];
		for (int i = 0; i < positions.length; i++) {
			Object payload = bind(delivery, i);
			if (payload instanceof Outcome refusal) {
				refusals[i] = refusal;
			}
			else {
				positions[payloads.size()] = i;
				payloads.add(payload);
			}
		}
		boolean all = payloads.size() == positions.length;
		Call call = payloads.isEmpty() ? null
				: new Call(delivery, List.copyOf(payloads), payloads.size(), all ? null : positions);
		for (int i = 0; i < refusals.length; i++) {
			Outcome refusal = refusals[i];
			if (refusal != null) {
				this.settling.settle(delivery, i, refusal);
			}
		}
		return call;
	}

	/** The payload of a message, or the outcome where there is none. */
	private Object bind(Delivery delivery, int position) {
		try {
			return this.handler.bind(delivery.source(), delivery.message(position));
		}
		catch (UnbindablePayloadException ex) {
			return new Outcome.Unbindable(ex.reason());
		}
		catch (Throwable ex) {
			return Ending.failure(ex);
		}
	}

	private void run(Call running) {
		this.call = running;
		if (this.dispatcher.isOver()) {
			// Whoever hands back what is unfinished need not have seen this call.
			abandon();
			lost(running);
			return;
		}
		Throwable thrown = null;
		Tracing.Span span = null;
		try {
			DeliveryContext context = new DeliveryContext(this.trigger, this.payload, this.instanceId,
					running.delivery);
			tellDelay(running, context.timestamp());
			span = (this.trace != null) ? this.trace.begin(running.delivery, context) : null;
			this.handler.call(running.payload, context);
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		boolean ended = running.end();
		if (ended) {
			// Within the span, of which the meters take an example.
			count(running, thrown == null);
			settle(running, thrown);
		}
		else {
			lost(running);
		}
		if (this.trace != null) {
			this.trace.end(span, thrown, ended);
		}
		// What the handler left is not for the next one.
		Thread.interrupted();
	}

	/** A retry would tell of the backoff, and a replay of how long nobody looked. */
	private void tellDelay(Call begun, @Nullable Instant written) {
		if (written != null && begun.delivery.attempt() == 1 && !begun.delivery.replay()) {
			this.listener.delayed(this.dispatcher.millisAt(begun.startedAt) - written.toEpochMilli());
		}
	}

	/** Somebody else has ended the call. */
	private void lost(Call ended) {
		ended.awaitInterruption();
		this.passage.lost();
		// The interruption may have come too late for the handler.
		Thread.interrupted();
	}

	private void count(Call ended, boolean success) {
		try {
			long nanos = System.nanoTime() - ended.startedAt;
			if (success) {
				this.listener.succeeded(nanos);
			}
			else {
				this.listener.failed(nanos);
			}
		}
		catch (Throwable ex) {
			this.settling.warn("an invocation could not be counted", ex);
		}
	}

	private void settle(Call ended, @Nullable Throwable thrown) {
		Ending ending = (thrown != null) ? Ending.of(thrown, ended.size, this.handler.batched()) : Ending.SUCCESS;
		for (int i = 0; i < ended.size; i++) {
			this.settling.settle(ended.delivery, ended.position(i), ending.of(i));
		}
	}

	/** Interrupts the handler if it has been running since before a time. */
	void expire(long startedBefore) {
		Call running = this.call;
		if (running == null || running.startedAt - startedBefore > 0 || !running.interrupt(this.thread)) {
			return;
		}
		LogContext.begin(this.trigger.name(), running.delivery);
		try {
			count(running, false);
			for (int i = 0; i < running.size; i++) {
				this.settling.settle(running.delivery, running.position(i), this.dispatcher.timedOut());
			}
		}
		finally {
			LogContext.end();
			this.passage.giveUp(running.delivery);
		}
	}

	/** Hands the messages back while the handler still runs, and says how many. */
	int abandon() {
		Call running = this.call;
		if (running == null || !running.interrupt(this.thread)) {
			return 0;
		}
		try {
			for (int i = 0; i < running.size; i++) {
				this.settling.handBack(running.delivery, running.position(i));
			}
		}
		finally {
			this.passage.giveUp(running.delivery);
		}
		return running.size;
	}

	/** Whether the handler was interrupted and goes on. */
	boolean overdue() {
		Call running = this.call;
		return running != null && running.isOverdue();
	}

	/** How long the call that it is in runs already. */
	Duration runningFor(long now) {
		Call running = this.call;
		return (running != null) ? Duration.ofNanos(now - running.startedAt) : Duration.ZERO;
	}

	int messages() {
		Call running = this.call;
		return (running != null) ? running.size : 0;
	}

}
