package dev.tappet.example;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Delivery;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;

/**
 * Reads a queue in memory on one virtual thread. It is woken by demand, by verdicts and
 * by the queue, carries out what was decided, and takes what is wanted.
 */
final class MemoryQueueSource implements Source {

	private static final Logger logger = LoggerFactory.getLogger(MemoryQueueSource.class);

	private static final Duration FIRST_WAIT = Duration.ofMillis(100);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

	/** So that an idle reader notices when the queue cannot be reached. */
	private static final Duration LONGEST_REST = Duration.ofMillis(500);

	private final TriggerDefinition trigger;

	private final MemoryQueueDefinition definition;

	private final MemoryQueue queue;

	private final int perDelivery;

	private final SourceListener listener;

	private final Clock clock;

	/** What was taken and is not settled; known to the reader alone. */
	private final Set<MemoryMessage> open = new HashSet<>();

	private final Queue<Decision> decisions = new ConcurrentLinkedQueue<>();

	private volatile @Nullable Thread reader;

	private volatile SourceStatus status;

	private volatile boolean paused;

	private volatile boolean closing;

	private Duration wait = FIRST_WAIT;

	/** A verdict that the queue does not know yet. */
	private record Decision(MemoryMessage message, Verdict verdict) {
	}

	MemoryQueueSource(TriggerDefinition trigger, MemoryQueue queue, boolean batched, SourceListener listener,
			Clock clock) {
		this.trigger = trigger;
		this.definition = (MemoryQueueDefinition) trigger.source();
		this.queue = queue;
		this.perDelivery = batched ? trigger.batchSize() : 1;
		this.listener = listener;
		this.clock = clock;
		this.status = SourceStatus.starting(clock.instant());
	}

	@Override
	public Flux<Delivery> deliveries() {
		return Flux.create((sink) -> {
			Thread thread = Thread.ofVirtual().name("tappet-" + this.trigger.name()).unstarted(() -> run(sink));
			this.reader = thread;
			sink.onRequest((deliveries) -> wake());
			thread.start();
		}, OverflowStrategy.ERROR);
	}

	private void run(FluxSink<Delivery> sink) {
		Runnable watcher = this::wake;
		this.queue.watch(watcher);
		while (!Thread.interrupted() && !(this.closing && this.open.isEmpty())) {
			LockSupport.parkNanos(this, round(sink).toNanos());
		}
		this.queue.unwatch(watcher);
	}

	/** Does what can be done now, and tells how long nothing else is to be done. */
	private Duration round(FluxSink<Delivery> sink) {
		try {
			this.queue.checkReachable();
			reads();
			carryOut();
			return fetch(sink);
		}
		catch (RuntimeException ex) {
			return fails(ex);
		}
	}

	private Duration fetch(FluxSink<Delivery> sink) {
		boolean strict = this.trigger.ordering() == Ordering.STRICT;
		while (!this.paused && !sink.isCancelled() && sink.requestedFromDownstream() > 0) {
			List<Place> places = this.queue.take(this.perDelivery, strict);
			if (places.isEmpty()) {
				return this.queue.untilDue(strict, LONGEST_REST);
			}
			places.forEach((place) -> this.open.add(place.message()));
			sink.next(new MemoryDelivery(this.definition.queueName(), places, this::decide));
		}
		return LONGEST_REST;
	}

	private void decide(MemoryMessage message, Verdict verdict) {
		this.decisions.add(new Decision(message, verdict));
		wake();
	}

	private void carryOut() {
		// One that cannot be carried out stays the first.
		for (Decision next; (next = this.decisions.peek()) != null; this.decisions.remove()) {
			carryOut(next.message(), next.verdict());
		}
		if (this.closing) {
			// What was taken when the subscription was cancelled has reached nobody.
			List.copyOf(this.open).forEach((message) -> carryOut(message, Verdict.RELEASE));
		}
	}

	private void carryOut(MemoryMessage message, Verdict verdict) {
		switch (verdict) {
			case Verdict.Complete() -> {
				this.queue.remove(message);
				this.listener.completed(1);
			}
			case Verdict.RetryAfter(Duration delay) -> {
				this.queue.putBack(message, (place) -> place.postpone(delay));
				this.listener.retried(1);
			}
			case Verdict.Release() -> this.queue.putBack(message, Place::release);
			case Verdict.Bury bury -> {
				this.queue.bury(message, this.definition.queueName(), bury, this.clock.instant());
				this.listener.deadLettered(1);
			}
		}
		this.open.remove(message);
	}

	private void reads() {
		if (!this.status.up()) {
			logger.info("Trigger '{}' reads the queue '{}'", this.trigger.name(), this.definition.queueName());
			if (!this.status.isStarting()) {
				this.listener.restarted();
			}
			this.status = SourceStatus.reading(this.clock.instant());
			this.wait = FIRST_WAIT;
		}
	}

	private Duration fails(RuntimeException failure) {
		if (this.status.up() || this.status.isStarting()) {
			logger.warn("Trigger '{}' is failing: {}", this.trigger.name(), failure.getMessage());
			this.status = SourceStatus.failing(String.valueOf(failure.getMessage()), this.clock.instant());
		}
		Duration current = this.wait;
		this.wait = (current.compareTo(LONGEST_WAIT) < 0) ? current.multipliedBy(2) : current;
		return current;
	}

	private void wake() {
		LockSupport.unpark(this.reader);
	}

	@Override
	public void pause() {
		this.paused = true;
	}

	@Override
	public void resume() {
		this.paused = false;
		wake();
	}

	@Override
	public boolean isPaused() {
		return this.paused;
	}

	@Override
	public SourceStatus status() {
		return this.status;
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		return MemoryDeadLetters.<@Nullable Backlog>ask(this.queue::backlog);
	}

	@Override
	public DeadLetters deadLetters() {
		return new MemoryDeadLetters(this.queue);
	}

	@Override
	public void close(Duration patience) {
		this.closing = true;
		wake();
		Thread thread = this.reader;
		try {
			if (thread != null && !thread.join(patience)) {
				logger.warn("Trigger '{}' could not hand everything back", this.trigger.name());
				thread.interrupt();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
