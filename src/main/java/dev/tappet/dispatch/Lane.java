package dev.tappet.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.tappet.dispatch.payload.Payload;
import dev.tappet.handler.BatchFailure;
import dev.tappet.source.Delivery;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that runs one delivery after the other. Whoever first ends a
 * {@link Call} - the handler by returning, the deadline, or the end of the service -
 * settles its delivery, and nobody else does.
 */
final class Lane implements Runnable {

	private static final Outcome SUCCESS = new Outcome.Succeeded();

	private final Dispatcher dispatcher;

	private final TriggerDefinition trigger;

	private final BoundHandler handler;

	private final Payload payload;

	private final String instanceId;

	private final InvocationListener listener;

	private volatile @Nullable Thread thread;

	private volatile @Nullable Call call;

	Lane(Dispatcher dispatcher, TriggerDefinition trigger, BoundHandler handler, String instanceId,
			InvocationListener listener) {
		this.dispatcher = dispatcher;
		this.trigger = trigger;
		this.handler = handler;
		this.payload = new Payload(trigger.source().payloadField());
		this.instanceId = instanceId;
		this.listener = listener;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		this.dispatcher.laneStarted();
		try {
			for (Delivery delivery; (delivery = this.dispatcher.next()) != null;) {
				handle(delivery);
				this.dispatcher.finished();
			}
		}
		finally {
			this.dispatcher.laneEnded(this);
		}
	}

	private void handle(Delivery delivery) {
		if (delivery.attempt() > this.trigger.retry().maxAttempts()) {
			for (int i = 0; i < delivery.size(); i++) {
				this.dispatcher.settle(delivery, i, new Outcome.Spent());
			}
			return;
		}
		Call bound = this.handler.batched() ? bindAll(delivery) : bindOne(delivery);
		if (bound != null) {
			run(bound);
		}
	}

	private @Nullable Call bindOne(Delivery delivery) {
		Object payload = bind(delivery, 0);
		return (payload != null) ? new Call(delivery, payload, 1, null) : null;
	}

	private @Nullable Call bindAll(Delivery delivery) {
		List<Object> payloads = new ArrayList<>(delivery.size());
		int[] positions = new int[delivery.size()];
		for (int i = 0; i < positions.length; i++) {
			Object payload = bind(delivery, i);
			if (payload != null) {
				positions[payloads.size()] = i;
				payloads.add(payload);
			}
		}
		if (payloads.isEmpty()) {
			return null;
		}
		boolean all = payloads.size() == positions.length;
		return new Call(delivery, List.copyOf(payloads), payloads.size(), all ? null : positions);
	}

	/** The payload of a message, or null where there is none and this is settled. */
	private @Nullable Object bind(Delivery delivery, int position) {
		try {
			return this.handler.bind(delivery.source(), delivery.message(position));
		}
		catch (UnbindablePayloadException ex) {
			this.dispatcher.settle(delivery, position, new Outcome.Unbindable(ex.reason()));
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.dispatcher.settle(delivery, position, new Outcome.Failed(ex));
		}
		return null;
	}

	private void run(Call running) {
		DeliveryContext context = new DeliveryContext(this.trigger, this.payload, this.instanceId, running.delivery);
		Instant written = context.timestamp();
		if (written != null) {
			this.listener.delayed(this.dispatcher.clock().millis() - written.toEpochMilli());
		}
		this.call = running;
		Throwable thrown = null;
		try {
			this.handler.call(running.payload, context);
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		if (running.end()) {
			ended(running, thrown);
		}
		else {
			running.awaitInterruption();
		}
		this.call = null;
		// What the handler left, or what came too late for it, is not for the next one.
		Thread.interrupted();
	}

	private void ended(Call running, @Nullable Throwable thrown) {
		long nanos = System.nanoTime() - running.startedAt;
		if (thrown == null) {
			this.listener.succeeded(nanos);
		}
		else {
			this.listener.failed(nanos);
		}
		settle(running, thrown);
	}

	private void settle(Call ended, @Nullable Throwable thrown) {
		if (thrown == null) {
			for (int i = 0; i < ended.size; i++) {
				this.dispatcher.settle(ended.delivery, ended.position(i), SUCCESS);
			}
			return;
		}
		Outcome failure = new Outcome.Failed(cause(thrown));
		Set<Integer> failed = (thrown instanceof BatchFailure batch && this.handler.batched()) ? batch.positions()
				: Set.of();
		boolean inPart = failed.stream().anyMatch((position) -> position >= 0 && position < ended.size);
		for (int i = 0; i < ended.size; i++) {
			Outcome outcome = (inPart && !failed.contains(i)) ? SUCCESS : failure;
			this.dispatcher.settle(ended.delivery, ended.position(i), outcome);
		}
	}

	private static Throwable cause(Throwable thrown) {
		return (thrown instanceof BatchFailure && thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

	/** Interrupts the handler if it has been running since before a time. */
	void expire(long startedBefore) {
		Call running = this.call;
		if (running == null || running.startedAt - startedBefore > 0) {
			return;
		}
		if (running.interrupt(this.thread)) {
			this.listener.failed(System.nanoTime() - running.startedAt);
			for (int i = 0; i < running.size; i++) {
				this.dispatcher.settle(running.delivery, running.position(i),
						new Outcome.TimedOut(this.trigger.timeout()));
			}
		}
	}

	/** Hands the messages back while the handler still runs, and says how many. */
	int abandon() {
		Call running = this.call;
		if (running == null || !running.interrupt(this.thread)) {
			return 0;
		}
		for (int i = 0; i < running.size; i++) {
			running.delivery.settle(running.position(i), Verdict.RELEASE);
		}
		return running.size;
	}

	/** Whether the handler was interrupted and goes on. */
	boolean overdue() {
		Call running = this.call;
		return running != null && running.isOverdue();
	}

	int messages() {
		Call running = this.call;
		return (running != null) ? running.size : 0;
	}

}
