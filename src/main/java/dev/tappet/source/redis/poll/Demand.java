package dev.tappet.source.redis.poll;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.Delivery;
import dev.tappet.source.ReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the subscriber has asked for, and how much of it is spoken for: by reads that are
 * under way, over all keys of a trigger, and by deliveries that are ready. Any thread
 * asks for more; all else is the poller's.
 */
final class Demand {

	private final int perDelivery;

	private final ReadBuffer buffer;

	private final Runnable wake;

	private final List<ReadBuffer.Share> shares = new CopyOnWriteArrayList<>();

	private final AtomicLong demanded = new AtomicLong();

	private final ArrayDeque<Delivery> ready = new ArrayDeque<>();

	/** The demand that is worth a round: one for each permit would cost too much. */
	private volatile long worthARound;

	private long emitted;

	private int reserved;

	/**
	 * Makes a demand of nothing.
	 * @param perDelivery most messages of one delivery
	 * @param buffer where what is read has to find room
	 * @param wake called when there may be room again
	 */
	Demand(int perDelivery, ReadBuffer buffer, Runnable wake) {
		this.perDelivery = perDelivery;
		this.buffer = buffer;
		this.wake = wake;
	}

	/** What one key has of the memory for messages. */
	ReadBuffer.Share share() {
		ReadBuffer.Share share = this.buffer.share(this.wake);
		this.shares.add(share);
		return share;
	}

	/** Gives the memory back: nothing is read any more. */
	void close() {
		this.shares.forEach(ReadBuffer.Share::close);
	}

	/**
	 * Asks for more.
	 * @param deliveries how many more
	 * @return whether that is worth a round
	 */
	boolean request(long deliveries) {
		return this.demanded.addAndGet(deliveries) >= this.worthARound;
	}

	/** How many deliveries have been asked for since the beginning. */
	long total() {
		return this.demanded.get();
	}

	/**
	 * Sets demand aside for a read.
	 * @param most most messages that the read may bring
	 * @param least fewest that it is worth its way for
	 * @return how many deliveries it may bring, or 0 to leave it
	 */
	int reserve(int most, int least) {
		long free = this.demanded.get() - this.emitted - this.ready.size() - this.reserved;
		int deliveries = (int) Math.max(0, Math.min((most + this.perDelivery - 1) / this.perDelivery, free));
		if (deliveries * this.perDelivery < least) {
			return 0;
		}
		this.reserved += deliveries;
		return deliveries;
	}

	/** Gives back what was set aside for a read that has ended. */
	void unreserve(int deliveries) {
		this.reserved -= deliveries;
	}

	/** For how many deliveries demand is set aside. */
	int reserved() {
		return this.reserved;
	}

	void add(Delivery delivery) {
		this.ready.add(delivery);
	}

	/** The next delivery that was asked for, or null where none is ready. */
	@Nullable Delivery next() {
		if (this.ready.isEmpty() || this.demanded.get() <= this.emitted) {
			return null;
		}
		this.emitted++;
		return this.ready.remove();
	}

	/** The next delivery, asked for or not, or null where none is ready. */
	@Nullable Delivery withdraw() {
		return this.ready.poll();
	}

	boolean nothingReady() {
		return this.ready.isEmpty();
	}

	/**
	 * Notes what demand the next round is worth: such that one more delivery can be
	 * emitted, or one more read be sent.
	 * @param least how many messages must be wanted for another read
	 */
	void awaitEnoughFor(int least) {
		this.worthARound = this.emitted + (this.ready.isEmpty() ? this.reserved + deliveriesFor(least) : 1);
	}

	/**
	 * Whether demand that is worth a round has come while it was not yet known how much
	 * that is, so that nobody was woken for it.
	 * @param before the {@link #total()} that the last round has seen
	 */
	boolean hasComeSince(long before) {
		long current = this.demanded.get();
		return current != before && current >= this.worthARound;
	}

	private long deliveriesFor(int messages) {
		return ((long) messages + this.perDelivery - 1) / this.perDelivery;
	}

}
