package dev.tappet.source.kafka.commit;

import java.util.function.LongConsumer;
import java.util.function.Predicate;

import dev.tappet.source.kafka.commit.Slot.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition between the oldest unfinished and the newest that was
 * read: what may begin, what a commit says, and what waits. It knows no clock, no thread
 * and no broker; it belongs to whoever polls.
 *
 * @param <T> the record
 */
public final class PartitionWindow<T> {

	private final WindowSettings settings;

	private final Marks restored;

	private final ReadAhead<T> ahead;

	private final Begun<T> begun;

	private final Claims<T> claims = new Claims<>();

	private final Tally tally = new Tally();

	private final CommitText text;

	/** Before this offset records may begin, as far as was looked: it only grows. */
	private long room;

	private volatile boolean changed;

	/**
	 * A window of what nothing was read of yet.
	 * @param restored what the last commit says
	 * @param settings what bounds it
	 * @param limit how much a commit may say
	 * @param released told of the room that is free again
	 */
	public PartitionWindow(Marks restored, WindowSettings settings, MetadataLimit limit, LongConsumer released) {
		this.restored = restored;
		this.ahead = new ReadAhead<>(restored.start());
		this.text = new CommitText(restored, limit);
		this.settings = settings;
		this.begun = new Begun<>(released, this.tally);
	}

	/**
	 * Adds a record that was read, behind all others.
	 * @param offset where it lies
	 * @param what the record
	 * @param room what it takes of the memory for messages
	 */
	public void fetch(long offset, T what, long room) {
		this.ahead.add(new Slot<>(offset, what, room));
	}

	/**
	 * Notes that nothing else lies before an offset, or that reading goes on there.
	 * @param next the offset of the next read
	 */
	public void moveTo(long next) {
		if (this.ahead.moveTo(next)) {
			this.changed = true;
		}
	}

	/**
	 * How many records were read and not begun.
	 * @return the number
	 */
	public int fetched() {
		return this.ahead.size();
	}

	/**
	 * The next record that nobody has begun with.
	 * @return the record, or {@code null} where there is none
	 */
	public @Nullable T nextFetched() {
		Slot<T> next = this.ahead.peek();
		return (next != null) ? next.what() : null;
	}

	/**
	 * How many records are to be committed before they begin, or may begin.
	 * @return the number
	 */
	public int claimed() {
		return this.claims.count();
	}

	/**
	 * Whether something is to be committed. Any thread may ask.
	 * @return whether there is
	 */
	public boolean changed() {
		return this.changed;
	}

	/**
	 * Notes that a record is done: for any thread.
	 * @return whether that is the first news since the last commit
	 */
	public boolean touch() {
		if (this.changed) {
			return false;
		}
		this.changed = true;
		return true;
	}

	/**
	 * Begins records, which may run once that is committed.
	 * @param wanted how many
	 * @param readable whether a record can be read at all by now
	 * @return how many were begun
	 */
	public int claim(int wanted, Predicate<T> readable) {
		int begun = 0;
		Slot<T> next;
		while (begun < wanted && (next = this.ahead.peek()) != null && mayBegin(next, readable)) {
			this.ahead.remove();
			this.begun.add(next);
			touch();
			begun += begin(next) ? 1 : 0;
		}
		this.begun.giveBack();
		return begun;
	}

	private boolean mayBegin(Slot<T> next, Predicate<T> readable) {
		if (isRestored(next) && this.restored.isFinished(next.offset())) {
			return true;
		}
		T what = next.what();
		return hasRoom(next) && what != null && readable.test(what);
	}

	/**
	 * Whether the next record has to wait for others to end.
	 * @return whether it has; not where there is none
	 */
	public boolean isHeldUp() {
		Slot<T> next = this.ahead.peek();
		return next != null && !hasRoom(next);
	}

	private boolean hasRoom(Slot<T> next) {
		if (next.offset() < this.room && !this.text.isFull()) {
			return true;
		}
		Slot<T> oldest = this.begun.oldest();
		if (oldest == null) {
			return true;
		}
		this.room = this.settings.room(oldest.offset());
		return next.offset() < this.room && !this.text.isFull();
	}

	/** Whether something may be known of a record: of most, nothing is. */
	private boolean isRestored(Slot<T> slot) {
		return slot.offset() < this.restored.end();
	}

	private boolean begin(Slot<T> slot) {
		if (!isRestored(slot)) {
			again(slot);
			return true;
		}
		int code = this.restored.codeAt(slot.offset());
		if (code == RecordState.FINISHED) {
			slot.complete();
			this.begun.forget(slot);
			return false;
		}
		RecordState state = RecordState.of(code);
		if (state.running()) {
			this.tally.takenOver();
		}
		slot.restore(state);
		again(slot);
		return true;
	}

	/**
	 * Begins the next attempt of a record that waits.
	 * @param slot the record
	 */
	public void again(Slot<T> slot) {
		slot.begin(this.settings.maxAttempts());
		this.claims.add(slot);
		touch();
	}

	/**
	 * Takes a record that may run.
	 * @return the record, or {@code null} where there is none
	 */
	public @Nullable Slot<T> next() {
		return this.claims.poll();
	}

	/**
	 * Looks at the next record that may run.
	 * @return the record, or {@code null} where there is none
	 */
	public @Nullable Slot<T> peek() {
		return this.claims.peek();
	}

	/**
	 * Puts a record off: its attempt has ended.
	 * @param slot the record
	 */
	public void postpone(Slot<T> slot) {
		slot.end(Phase.WAITING);
		this.tally.retried();
		this.changed = true;
	}

	/**
	 * Has a record wait for its dead letter: its attempt has ended.
	 * @param slot the record
	 */
	public void bury(Slot<T> slot) {
		slot.end(Phase.BURYING);
		this.changed = true;
	}

	/**
	 * Notes that the dead letter of a record is written.
	 * @param slot the record
	 */
	public void buried(Slot<T> slot) {
		slot.complete();
		this.begun.forget(slot);
		this.begun.giveBack();
		this.changed = true;
	}

	/**
	 * Takes the attempt of a record back: it goes to whoever is next.
	 * @param slot the record
	 */
	public void release(Slot<T> slot) {
		slot.takeBack();
		slot.to(Phase.WAITING);
		this.changed = true;
	}

	/**
	 * Counts the attempt of a record that runs alone.
	 * @param slot the record
	 */
	public void beginAlone(Slot<T> slot) {
		slot.beginAlone();
		this.changed = true;
	}

	/** Takes back what was begun and has not been handed on, and forgets what was not. */
	public void releaseUnstarted() {
		for (Slot<T> slot : this.begun.all()) {
			if (slot.phase() == Phase.CLAIMED || slot.phase() == Phase.READY) {
				release(slot);
			}
		}
		this.claims.clear();
		this.ahead.clear().forEach(this.begun::forget);
		this.begun.giveBack();
	}

	/**
	 * Where the next record lies that nobody has begun with, while no other is
	 * unfinished.
	 * @return its offset, or -1 where a record was begun and is not done, or waits
	 */
	public long restsAt() {
		return (this.begun.oldest() == null) ? this.ahead.start() : -1;
	}

	/**
	 * How many records are in the hands of others: the dispatcher, or the dead letters.
	 * @return the number
	 */
	public int out() {
		return this.begun.out();
	}

	/**
	 * What is to be committed now.
	 * @return the commit, which has to be {@link #confirm confirmed} or
	 * {@link #refuse(Snapshot) refused}
	 */
	public Snapshot<T> snapshot() {
		this.changed = false;
		// First, since most are done in their order: the rest is what has to be looked
		// at.
		Slot<T> oldest = this.begun.oldest();
		this.begun.notice(this.claims.fresh());
		long end = this.ahead.start();
		long start = (oldest != null) ? oldest.offset() : end;
		this.begun.giveBack();
		String metadata = this.text.write(start, this.begun, this.claims.fresh(), end);
		return new Snapshot<>(start, metadata, this.claims.commit(), this.tally.take());
	}

	/**
	 * A commit has been carried out.
	 * @param snapshot the commit
	 */
	public void confirm(Snapshot<T> snapshot) {
		this.claims.confirm(snapshot.claims());
	}

	/**
	 * A commit has not been carried out, and is to be made again.
	 * @param snapshot the commit
	 */
	public void refuse(Snapshot<T> snapshot) {
		this.claims.refuse(snapshot.claims());
		this.tally.giveBack(snapshot.counts());
		this.changed = true;
	}

	/** Gives back the memory of everything that is left. */
	public void close() {
		this.ahead.clear().forEach(this.begun::forget);
		this.begun.clear();
		this.begun.giveBack();
		this.claims.clear();
	}

}
