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

	private long emitted;

	/** What had been asked for when there was no more to hand on. */
	private long known;

	private int turn;

	/** What had been asked for when that was last looked at. */
	private long seen;

	/**
	 * What decides on the size of a delivery.
	 *
	 * @param perDelivery most records of one
	 * @param ahead records that may begin ahead of demand
	 * @param count most records of one poll
	 * @param strict whether each partition has one record at a time in handlers
	 */
	record FeedSettings(int perDelivery, int ahead, int count, boolean strict) {
	}

	Feed(FeedSettings settings, Verdicts verdicts) {
		this.settings = settings;
		this.verdicts = verdicts;
	}

	void start(Subscriber<? super Delivery> to) {
		this.subscriber = to;
	}

	void request(long deliveries) {
		this.requested.addAndGet(deliveries);
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
	 * Whether more was asked for since something was last begun, so that nobody was
	 * woken.
	 */
	boolean hasNews() {
		return open() && this.requested.get() != this.seen;
	}

	/** How many records are asked for, or nearly, and not begun yet. */
	long wanted(List<Partition> partitions) {
		long demand = this.requested.get() - this.emitted;
		long begun = 0;
		for (Partition partition : partitions) {
			// What is held up by a handler that does not end holds up no other partition.
			begun += partition.isFree() ? partition.window().claimed() : 0;
		}
		return demand * this.settings.perDelivery() + this.settings.ahead() - begun;
	}

	/** Begins what is wanted, a share of it in each partition in turn. */
	void claim(List<Partition> partitions) {
		this.seen = this.requested.get();
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

	/** Whether a partition is to be read on: there is little of it in hands already. */
	boolean wants(Partition partition, long wanted, long fetched) {
		int own = partition.window().fetched();
		if (this.settings.strict()) {
			// However much there is of others, which may be held up.
			return own == 0;
		}
		long free = Math.max(0, wanted);
		boolean nothing = own == 0 && fetched < free + this.settings.count();
		return nothing || (fetched <= free && own < this.settings.count());
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
