package dev.tappet.source.kafka.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.kafka.commit.Slot.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The records whose attempt was begun and that no handler has yet: they wait for the
 * commit that says so, and then to be handed on.
 *
 * @param <T> the record
 */
final class Claims<T> {

	private final ArrayDeque<Slot<T>> ready = new ArrayDeque<>();

	private List<Slot<T>> uncommitted = new ArrayList<>();

	/** How many there are, those in a commit that is under way included. */
	private int count;

	/** Here, and not where handlers look: it is written for each record. */
	private long fresh;

	void add(Slot<T> slot) {
		this.uncommitted.add(slot);
		this.count++;
	}

	int count() {
		return this.count;
	}

	/** Those that go with a commit that is made now. */
	List<Slot<T>> commit() {
		List<Slot<T>> committed = this.uncommitted;
		this.uncommitted = new ArrayList<>();
		return committed;
	}

	/** Their commit was confirmed, so those that have not been taken back may run. */
	void confirm(List<Slot<T>> committed) {
		for (Slot<T> slot : committed) {
			if (slot.phase() == Phase.CLAIMED) {
				slot.to(Phase.READY);
				this.ready.add(slot);
			}
		}
	}

	/** Their commit was refused, so they go with the next. */
	void refuse(List<Slot<T>> refused) {
		List<Slot<T>> again = new ArrayList<>(refused);
		again.addAll(this.uncommitted);
		this.uncommitted = again;
	}

	/** The next that may run. */
	@Nullable Slot<T> peek() {
		return this.ready.peek();
	}

	/** Takes the next that may run. */
	@Nullable Slot<T> poll() {
		Slot<T> slot = this.ready.poll();
		if (slot != null) {
			this.count--;
			slot.to(Phase.OUT);
			this.fresh = Math.max(this.fresh, slot.offset() + 1);
		}
		return slot;
	}

	/** The offset from which on nothing was handed out or taken back. */
	long fresh() {
		return this.fresh;
	}

	/** All of them have been taken back. */
	void clear() {
		this.fresh = Long.MAX_VALUE;
		this.uncommitted = new ArrayList<>();
		this.ready.clear();
		this.count = 0;
	}

}
