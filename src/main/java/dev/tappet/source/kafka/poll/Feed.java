package dev.tappet.source.kafka.poll;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.Delivery;
import dev.tappet.source.kafka.commit.Slot;
import dev.tappet.source.kafka.poll.KafkaDelivery.Part;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * What the dispatcher has asked for, and what it is given: never more, and of each
 * partition in turn. Any thread asks for more; all else belongs to the thread that polls.
 */
final class Feed {

	private final FeedSettings settings;

	private final Verdicts verdicts;

	private final AtomicLong requested = new AtomicLong();

	private volatile @Nullable Subscriber<? super Delivery> subscriber;

	private volatile boolean stopped;

	private volatile boolean paused;

	private final Ahead ahead;

	private long emitted;

	/** What had been asked for when there was no more to hand on. */
	private long known;

	private int turn;

	/** As soon as so much was asked for the thread that polls has something to do. */
	private volatile long callAt;

	/**
	 * What decides on the size of a delivery.
	 *
	 * @param perDelivery most records of one
	 * @param ahead least records that may begin ahead of demand
	 * @param count most records of one poll
	 * @param strict whether each partition has one record at a time in handlers
	 */
	record FeedSettings(int perDelivery, int ahead, int count, boolean strict) {
	}

	Feed(FeedSettings settings, Verdicts verdicts) {
		this.settings = settings;
		this.verdicts = verdicts;
		this.ahead = new Ahead(settings.ahead(), settings.perDelivery());
	}

	void start(Subscriber<? super Delivery> to) {
		this.subscriber = to;
	}

	/**
	 * Asks for more: for any thread.
	 * @return whether the thread that polls is to be woken
	 */
	boolean request(long deliveries) {
		return this.requested.addAndGet(deliveries) >= this.callAt;
	}

	void stop() {
		this.stopped = true;
	}

	void pause(boolean whether) {
		this.paused = whether;
	}

	boolean isPaused() {
		return this.paused;
	}

	/** A commit is confirmed. */
	void confirmed() {
		this.ahead.confirmed(this.requested.get());
	}

	/** Whether something may begin. */
	boolean open() {
		return !this.paused && !this.stopped;
	}

	boolean demanded() {
		if (this.known <= this.emitted) {
			// Handlers write to it all the time, so it is looked at only when it has to
			// be.
			this.known = this.requested.get();
		}
		return this.known > this.emitted;
	}

	/**
	 * Notes how much has to be asked for until there is something to do, before the
	 * thread that polls falls asleep.
	 * @param partitions the partitions
	 * @param claims whether records may begin now
	 * @return whether so much is asked for already
	 */
	boolean isCalled(List<Partition> partitions, boolean claims) {
		this.callAt = open() ? callAt(partitions, claims) : Long.MAX_VALUE;
		return this.requested.get() >= this.callAt;
	}

	private long callAt(List<Partition> partitions, boolean claims) {
		boolean waits = false;
		boolean paused = false;
		for (Partition partition : partitions) {
			if (isReady(partition)) {
				return this.emitted + 1;
			}
			waits |= claims && partition.window().fetched() > 0 && !partition.isHeldUp();
			paused |= partition.paused();
		}
		if (waits) {
			return callAt(partitions, 1);
		}
		return paused ? callAt(partitions, fetched(partitions) - this.settings.count() + 1) : Long.MAX_VALUE;
	}

	/** When so many records will be wanted. */
	private long callAt(List<Partition> partitions, long records) {
		long more = Math.max(records, 1) + begun(partitions) - this.ahead.records();
		return this.emitted + Math.ceilDiv(more, (long) this.settings.perDelivery());
	}

	/** How many records are asked for, or nearly, and not begun yet. */
	long wanted(List<Partition> partitions) {
		long demand = this.requested.get() - this.emitted;
		return demand * this.settings.perDelivery() + this.ahead.records() - begun(partitions);
	}

	/** How many were begun that nobody has yet. */
	private static long begun(List<Partition> partitions) {
		long begun = 0;
		for (Partition partition : partitions) {
			// What is held up by a handler that does not end holds up no other partition.
			begun += partition.isFree() ? partition.window().claimed() : 0;
		}
		return begun;
	}

	/** How many were read that can begin as soon as they are wanted. */
	private static long fetched(List<Partition> partitions) {
		long fetched = 0;
		for (Partition partition : partitions) {
			fetched += partition.isHeldUp() ? 0 : partition.window().fetched();
		}
		return fetched;
	}

	/** Begins what is wanted, a share of it in each partition in turn. */
	void claim(List<Partition> partitions) {
		if (!open() || partitions.isEmpty()) {
			return;
		}
		long wanted = wanted(partitions);
		boolean more = true;
		while (wanted > 0 && more) {
			more = false;
			long share = Math.max(this.settings.perDelivery(), wanted / partitions.size());
			for (int i = 0; i < partitions.size() && wanted > 0; i++) {
				Partition partition = partitions.get((this.turn + i) % partitions.size());
				int begun = partition.window().claim((int) Math.min(share, wanted), KafkaMessage::isReady);
				wanted -= begun;
				more |= begun > 0;
			}
			this.turn = (this.turn + 1) % partitions.size();
		}
	}

	/**
	 * Whether there is so little in hands that the next poll may bring more. All
	 * partitions are read on together, but for those that are held up: what a consumer
	 * asks its broker for does not change while it waits for the answer, so one that asks
	 * for those partitions only which have no news waits, and no other is read.
	 */
	boolean reads(List<Partition> partitions) {
		return open() && (this.settings.strict()
				|| fetched(partitions) < Math.max(0, wanted(partitions)) + this.settings.count());
	}

	/** Whether a partition is read on where others are. */
	boolean reads(Partition partition) {
		// However much there is of others, which may be held up.
		return this.settings.strict() ? partition.window().fetched() == 0 : !partition.isHeldUp();
	}

	/** Hands on what may run, as long as it is asked for. */
	void emit(List<Partition> partitions) {
		Subscriber<? super Delivery> to = this.subscriber;
		boolean more = to != null && !partitions.isEmpty();
		while (more) {
			more = false;
			for (int i = 0; i < partitions.size() && open() && demanded(); i++) {
				Delivery next = next(partitions.get((this.turn + i) % partitions.size()));
				if (next != null && to != null) {
					this.emitted++;
					to.onNext(next);
					more = true;
				}
			}
		}
	}

	/** Whether a record of a partition waits for nothing but demand. */
	boolean isReady(Partition partition) {
		return partition.window().peek() != null && partition.isFree();
	}

	private @Nullable Delivery next(Partition partition) {
		Slot<KafkaMessage> first = partition.isFree() ? partition.window().next() : null;
		if (first == null) {
			return null;
		}
		partition.occupy();
		int most = first.alone() ? 1 : this.settings.perDelivery();
		KafkaMessage message = message(first);
		List<Part> others = (most > 1) ? others(partition, first, message, most - 1) : List.of();
		return new KafkaDelivery(partition, this.verdicts, first, message, others);
	}

	/** Those behind a record that go with it. */
	private static List<Part> others(Partition partition, Slot<KafkaMessage> first, KafkaMessage message, int most) {
		List<Part> others = new ArrayList<>(most);
		for (Slot<KafkaMessage> slot; others.size() < most && (slot = partition.window().peek()) != null;) {
			KafkaMessage other = message(slot);
			if (slot.attempt() != first.attempt() || slot.alone() || other.replayed() != message.replayed()) {
				break;
			}
			partition.window().next();
			others.add(new Part(slot, other));
		}
		return others;
	}

	private static KafkaMessage message(Slot<KafkaMessage> slot) {
		KafkaMessage message = slot.what();
		if (message == null) {
			throw new IllegalStateException("a record that is done cannot begin");
		}
		return message;
	}

}
