package dev.tappet.source.kafka.commit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.function.LongConsumer;

import dev.tappet.source.kafka.commit.Slot.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The records of a partition that were begun, from the oldest unfinished on.
 *
 * @param <T> the record
 */
final class Begun<T> {

	private final ArrayDeque<Slot<T>> records = new ArrayDeque<>();

	/** Told of the room of what is done. */
	private final LongConsumer released;

	private final Tally tally;

	/** The room of what is done that is to be given back. */
	private long free;

	Begun(LongConsumer released, Tally tally) {
		this.released = released;
		this.tally = tally;
	}

	void add(Slot<T> slot) {
		this.records.add(slot);
	}

	/** How many there are, done or not. */
	int size() {
		return this.records.size();
	}

	/** The offset behind the last of them, of which there is one. */
	long end() {
		return this.records.getLast().offset() + 1;
	}

	/** All of them, in the order of their offsets. */
	Collection<Slot<T>> all() {
		return Collections.unmodifiableCollection(this.records);
	}

	/** The oldest that is not done. */
	@Nullable Slot<T> oldest() {
		for (Slot<T> slot; (slot = this.records.peek()) != null && slot.done();) {
			notice(slot);
			this.records.remove();
		}
		return this.records.peek();
	}

	/** Counts those that somebody said are done, all of them before an offset. */
	void notice(long end) {
		for (Slot<T> slot : this.records) {
			if (slot.offset() >= end) {
				return;
			}
			notice(slot);
		}
	}

	private void notice(Slot<T> slot) {
		if (slot.done() && slot.phase() != Phase.DONE) {
			forget(slot);
			this.tally.completed();
		}
	}

	/** Frees the memory of a record, which need not be one of these. */
	void forget(Slot<T> slot) {
		if (slot.phase() != Phase.DONE) {
			slot.forget();
			this.free += slot.room();
		}
	}

	/**
	 * Gives back what is free. The memory is that of all triggers, so many records give
	 * theirs back at once.
	 */
	void giveBack() {
		if (this.free > 0) {
			long given = this.free;
			this.free = 0;
			this.released.accept(given);
		}
	}

	/** How many are in the hands of others: the dispatcher, or the dead letters. */
	int out() {
		int out = 0;
		for (Slot<T> slot : this.records) {
			boolean held = slot.phase() == Phase.OUT || slot.phase() == Phase.BURYING;
			out += (held && !slot.done()) ? 1 : 0;
		}
		return out;
	}

	/** Frees the memory of all of them. */
	void clear() {
		this.records.forEach(this::forget);
		this.records.clear();
	}

}
