package dev.tappet.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.definition.TriggerDefinition;
import dev.tappet.handler.BatchFailure;
import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that runs one delivery after the other. Whoever first moves a call out
 * of {@code RUNNING} - the handler by ending, the deadline, or the end of the service -
 * settles the delivery, and nobody else does.
 */
final class Lane implements Runnable {

	private static final Outcome SUCCESS = new Outcome.Succeeded();

	private static final int RUNNING = 0;

	private static final int ENDED = 1;

	private static final int INTERRUPTING = 2;

	private static final int OVERDUE = 3;

	private final Dispatcher dispatcher;

	private final TriggerDefinition trigger;

	private final BoundHandler handler;

	private final String instanceId;

	private final InvocationListener listener;

	private volatile @Nullable Thread thread;

	private volatile @Nullable Call call;

	/**
	 * One call of the handler: the messages that could be bound, since when it runs, and
	 * where it stands. The next call of the lane has a state of its own, so that what
	 * comes too late for one does not hit the other.
	 */
	private record Call(Delivery delivery, List<Object> payloads, int @Nullable [] positions, long startedAt,
			AtomicInteger state) {

		int position(int index) {
			return (this.positions != null) ? this.positions[index] : index;
		}

	}

	Lane(Dispatcher dispatcher, TriggerDefinition trigger, BoundHandler handler, String instanceId,
			InvocationListener listener) {
		this.dispatcher = dispatcher;
		this.trigger = trigger;
		this.handler = handler;
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
			for (int i = 0; i < delivery.messages().size(); i++) {
				this.dispatcher.settle(delivery, i, new Outcome.Spent());
			}
			return;
		}
		Call bound = bind(delivery);
		if (bound != null) {
			run(bound);
		}
	}

	private @Nullable Call bind(Delivery delivery) {
		List<Message> messages = delivery.messages();
		List<Object> payloads = new ArrayList<>(messages.size());
		int[] positions = new int[messages.size()];
		for (int i = 0; i < messages.size(); i++) {
			try {
				Object payload = this.handler.bind(delivery.source(), messages.get(i));
				positions[payloads.size()] = i;
				payloads.add(payload);
			}
			catch (UnbindablePayload ex) {
				this.dispatcher.settle(delivery, i, new Outcome.Unbindable(ex.reason()));
			}
			catch (RuntimeException | StackOverflowError ex) {
				this.dispatcher.settle(delivery, i, new Outcome.Failed(ex));
			}
		}
		if (payloads.isEmpty()) {
			return null;
		}
		boolean all = payloads.size() == messages.size();
		return new Call(delivery, payloads, all ? null : positions, System.nanoTime(), new AtomicInteger(RUNNING));
	}

	private void run(Call running) {
		Delivery delivery = running.delivery();
		DeliveryContext context = new DeliveryContext(this.trigger, this.instanceId, delivery);
		if (context.timestamp() != null) {
			this.listener.delayed(this.dispatcher.clock().millis() - context.timestamp().toEpochMilli());
		}
		Object payload = this.handler.batched() ? List.copyOf(running.payloads()) : running.payloads().getFirst();
		this.call = running;
		Throwable thrown = null;
		try {
			this.handler.call(payload, context);
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		if (running.state().compareAndSet(RUNNING, ENDED)) {
			ended(running, thrown);
		}
		else {
			awaitInterruption(running);
		}
		this.call = null;
		// What the handler left, or what came too late for it, is not for the next one.
		Thread.interrupted();
	}

	private void ended(Call running, @Nullable Throwable thrown) {
		long nanos = System.nanoTime() - running.startedAt();
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
			for (int i = 0; i < ended.payloads().size(); i++) {
				this.dispatcher.settle(ended.delivery(), ended.position(i), SUCCESS);
			}
			return;
		}
		Outcome failure = new Outcome.Failed(cause(thrown));
		Set<Integer> failed = (thrown instanceof BatchFailure batch && this.handler.batched()) ? batch.positions()
				: Set.of();
		boolean inPart = ended.payloads().size() > 0
				&& failed.stream().anyMatch((position) -> position >= 0 && position < ended.payloads().size());
		for (int i = 0; i < ended.payloads().size(); i++) {
			Outcome outcome = (inPart && !failed.contains(i)) ? SUCCESS : failure;
			this.dispatcher.settle(ended.delivery(), ended.position(i), outcome);
		}
	}

	private static Throwable cause(Throwable thrown) {
		return (thrown instanceof BatchFailure && thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

	private static void awaitInterruption(Call running) {
		while (running.state().get() == INTERRUPTING) {
			Thread.onSpinWait();
		}
	}

	/** Interrupts the handler if it has been running since before a time. */
	void expire(long startedBefore) {
		Call running = this.call;
		if (running == null || running.startedAt() - startedBefore > 0) {
			return;
		}
		if (interrupt(running)) {
			this.listener.failed(System.nanoTime() - running.startedAt());
			for (int i = 0; i < running.payloads().size(); i++) {
				this.dispatcher.settle(running.delivery(), running.position(i),
						new Outcome.TimedOut(this.trigger.timeout()));
			}
		}
	}

	/** Hands the messages back while the handler still runs, and says how many. */
	int abandon() {
		Call running = this.call;
		if (running == null || !interrupt(running)) {
			return 0;
		}
		for (int i = 0; i < running.payloads().size(); i++) {
			running.delivery().settle(running.position(i), Verdict.RELEASE);
		}
		return running.payloads().size();
	}

	private boolean interrupt(Call running) {
		Thread runner = this.thread;
		if (runner == null || !running.state().compareAndSet(RUNNING, INTERRUPTING)) {
			return false;
		}
		// The lane waits until this is over, so the interruption meets no other call.
		runner.interrupt();
		running.state().set(OVERDUE);
		return true;
	}

	/** Whether the handler was interrupted and goes on. */
	boolean overdue() {
		Call running = this.call;
		return running != null && running.state().get() == OVERDUE;
	}

	int messages() {
		Call running = this.call;
		return (running != null) ? running.payloads().size() : 0;
	}

}
