package dev.tappet.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import dev.tappet.source.Delivery;
import dev.tappet.source.Order;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Runs the handler of one trigger. It asks its source for as many deliveries as it has
 * permits, and runs each on a {@link Lane}, a virtual thread that goes on with the next
 * delivery as long as there is one. A lane that finds more work than its own starts
 * another, so a slow handler never holds up a free permit.
 */
public final class Dispatcher {

	/** As many lanes as quick handlers need. */
	private static final int FEW = 4;

	/** For so many lanes that are at work one more starts at the same time. */
	private static final int MANY = 16;

	private final TriggerDefinition trigger;

	private final BoundHandler handler;

	private final String instanceId;

	private final InvocationListener listener;

	private final WallTime wallTime;

	private final AloneGate gate;

	private final @Nullable Trace trace;

	private final BooleanSupplier isStopping = () -> this.stopping;

	private final Settling settling;

	private final Permits permits;

	private final Outcome timedOut;

	private final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();

	private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();

	private final AtomicInteger lanesOpen = new AtomicInteger();

	private final AtomicInteger lanesStarting = new AtomicInteger();

	private volatile boolean stopping;

	private volatile boolean over;

	/**
	 * What the dispatchers of a process share.
	 *
	 * @param instanceId this instance
	 * @param clock for delays and the times of failures
	 * @param gate lets a handler run alone
	 * @param tracing puts deliveries into traces, or {@code null} where nobody traces
	 */
	public record Surroundings(String instanceId, Clock clock, AloneGate gate, @Nullable Tracing tracing) {

		/**
		 * Where nobody traces.
		 * @param instanceId this instance
		 * @param clock for delays and the times of failures
		 * @param gate lets a handler run alone
		 */
		public Surroundings(String instanceId, Clock clock, AloneGate gate) {
			this(instanceId, clock, gate, null);
		}

	}

	/**
	 * Makes the dispatcher of a trigger.
	 * @param trigger the trigger
	 * @param order what its kind of source keeps the order of
	 * @param handler its handler
	 * @param listener told about each invocation
	 * @param surroundings what the dispatchers of a process share
	 */
	public Dispatcher(TriggerDefinition trigger, Order order, BoundHandler handler, InvocationListener listener,
			Surroundings surroundings) {
		this.trigger = trigger;
		this.handler = handler;
		this.instanceId = surroundings.instanceId();
		this.listener = listener;
		this.wallTime = new WallTime(surroundings.clock(), System::nanoTime);
		this.gate = surroundings.gate();
		this.settling = new Settling(trigger, surroundings.clock());
		Tracing tracing = surroundings.tracing();
		this.trace = (tracing != null) ? new Trace(tracing, this.settling) : null;
		this.permits = Permits.of(trigger, order, handler.batched(), this.settling);
		this.timedOut = new Outcome.TimedOut(trigger.timeout());
	}

	/**
	 * Starts handling.
	 * @param deliveries what to handle
	 */
	public void start(Flux<Delivery> deliveries) {
		LogContext.watch();
		deliveries.subscribe(new CoreSubscriber<>() {

			@Override
			public void onSubscribe(Subscription given) {
				Dispatcher.this.permits.open(given);
			}

			@Override
			public void onNext(Delivery delivery) {
				take(delivery);
			}

			@Override
			public void onError(Throwable thrown) {
				throw new IllegalStateException("a source does not fail", thrown);
			}

			@Override
			public void onComplete() {
				// A source ends only with the service.
			}

		});
	}

	private void take(Delivery delivery) {
		try {
			this.queue.add(delivery);
		}
		catch (Throwable ex) {
			this.settling.settleAll(delivery, Ending.failure(ex));
			this.settling.ended(delivery);
			this.permits.giveBack(1);
			return;
		}
		// Where many are at work each of these waits for long, so they start side by
		// side.
		openLane(this.lanesOpen.get() / MANY);
	}

	/** Starts a lane where there is work for it, one at a time. */
	void openLane() {
		openLane(0);
	}

	/**
	 * Starts a lane where there is work for it.
	 * @param beside most others that are being started
	 */
	private void openLane(int beside) {
		// What changes least is looked at first: this is asked for each message.
		int starting = this.lanesStarting.get();
		if (starting <= beside && this.lanesOpen.get() < this.permits.all() && !this.queue.isEmpty()
				&& this.lanesStarting.compareAndSet(starting, starting + 1)) {
			this.lanesOpen.incrementAndGet();
			Lane lane = null;
			try {
				lane = new Lane(this, this.trigger, this.handler, this.instanceId, this.listener);
				this.lanes.add(lane);
				Thread.ofVirtual().name("tappet-handler-" + this.trigger.name()).start(lane);
			}
			catch (Throwable ex) {
				// It is tried again when a lane ends, and with each look at the
				// deadlines.
				if (lane != null) {
					this.lanes.remove(lane);
				}
				this.lanesOpen.decrementAndGet();
				laneStarted();
				this.settling.warn("no thread could be started for a handler", ex);
			}
		}
	}

	Passage newPassage() {
		return new Passage(this.gate, this.trigger.name(), this.isStopping);
	}

	void laneStarted() {
		this.lanesStarting.decrementAndGet();
	}

	/** The next delivery to run, or null when the lane is to end. */
	@Nullable Delivery next() {
		Delivery next = this.queue.poll();
		while (next != null && this.stopping) {
			handBack(next);
			next = this.queue.poll();
		}
		openLane();
		return next;
	}

	private void handBack(Delivery delivery) {
		this.settling.handBack(delivery);
		this.settling.ended(delivery);
	}

	void laneEnded(Lane lane) {
		this.lanes.remove(lane);
		this.lanesOpen.decrementAndGet();
		openLane();
	}

	/**
	 * Gives the permits of a lane back, or lets it keep some for now: where few lanes are
	 * at work they are quick, and would all write to what the source reads, once for each
	 * message.
	 * @param ended how many a lane could give back
	 * @return how many it keeps
	 */
	int giveBack(int ended) {
		if (ended < this.permits.portion() && this.lanesOpen.get() <= FEW) {
			return ended;
		}
		this.permits.giveBack(ended);
		return 0;
	}

	/** Gives permits back that a lane has kept. */
	void giveBackAll(int kept) {
		if (kept > 0) {
			this.permits.giveBack(kept);
		}
	}

	Settling settling() {
		return this.settling;
	}

	Outcome timedOut() {
		return this.timedOut;
	}

	/** Whether nothing may run any more, since what ran has been handed back. */
	boolean isOver() {
		return this.over;
	}

	/** The time of day when something began. */
	long millisAt(long nanos) {
		return this.wallTime.millisAt(nanos);
	}

	/** Has deliveries traced, or null where nobody traces. */
	@Nullable Trace trace() {
		return this.trace;
	}

	Duration timeout() {
		return this.trigger.timeout();
	}

	/** Interrupts handlers that are past their deadline, and sees that work is done. */
	void enforceDeadline(long now) {
		LogContext.watch();
		openLane();
		this.permits.giveBack(0);
		this.gate.wake();
		long limit = this.trigger.timeout().toNanos();
		for (Lane lane : this.lanes) {
			lane.expire(now - limit);
		}
	}

	/**
	 * Messages in handlers now.
	 * @return how many
	 */
	public int inFlight() {
		int messages = 0;
		for (Lane lane : this.lanes) {
			messages += lane.messages();
		}
		return messages;
	}

	/**
	 * Handlers that were interrupted and go on.
	 * @return how many
	 */
	public int overdue() {
		return (int) this.lanes.stream().filter(Lane::overdue).count();
	}

	/**
	 * How long the longest of these goes on already after the end of its time.
	 * @return the time, or {@code null} where there is none
	 */
	public @Nullable Duration longestOverdue() {
		long now = System.nanoTime();
		return this.lanes.stream()
			.filter(Lane::overdue)
			.map((lane) -> lane.runningFor(now).minus(this.trigger.timeout()))
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	/**
	 * Whether it asks for more than it has in hands.
	 * @return whether a permit is free
	 */
	public boolean hasRoom() {
		return !this.stopping && this.queue.isEmpty() && this.lanesOpen.get() < this.permits.all();
	}

	/**
	 * Most messages in handlers at once.
	 * @return how many
	 */
	public int concurrency() {
		return this.permits.all() * (this.handler.batched() ? this.trigger.batchSize() : 1);
	}

	/**
	 * Whether such handlers hold every permit, so that nothing is handled any more; or,
	 * where an order is kept, what comes behind them.
	 * @return whether they do
	 */
	public boolean exhausted() {
		return this.permits.exhaustedBy(overdue());
	}

	/**
	 * The last failure of the handler.
	 * @return it, or {@code null} where there was none
	 */
	public @Nullable Failure lastFailure() {
		return this.settling.lastFailure();
	}

	/** Stops fetching, and hands back what no handler has begun with. */
	public void stop() {
		this.stopping = true;
		this.permits.close();
		for (Delivery delivery; (delivery = this.queue.poll()) != null;) {
			handBack(delivery);
		}
		this.gate.wake();
	}

	/**
	 * Waits for running handlers to end, and hands back the messages of those that do
	 * not.
	 * @param until the {@link System#nanoTime()} to wait until
	 * @return how many messages were handed back unfinished
	 */
	public int drain(long until) {
		while (!this.lanes.isEmpty() && System.nanoTime() - until < 0) {
			LockSupport.parkNanos(this, Duration.ofMillis(5).toNanos());
		}
		this.over = true;
		return this.lanes.stream().mapToInt(Lane::abandon).sum();
	}

}
