package dev.tappet.source.kafka.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

import dev.tappet.source.kafka.commit.Slot.Phase;
import dev.tappet.source.kafka.commit.Snapshot.Counts;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition between the oldest unfinished and the newest that was
 * read: what may begin, what a commit says, and what waits. It knows no clock, no thread
 * and no broker; it belongs to whoever polls.
 *
 * @param <T> the record
 */
public final class PartitionWindow<T> {

	/** Beyond this share of what a commit may hold, nothing new begins. */
	private static final double FULL = 0.75;

	private final WindowSettings settings;

	private final Marks restored;

	/** Told of the room of what is done. */
	private final LongConsumer released;

	/** What was begun, from the oldest unfinished on. */
	private final ArrayDeque<Slot<T>> open = new ArrayDeque<>();

	private final ArrayDeque<Slot<T>> fetched = new ArrayDeque<>();

	private final ArrayDeque<Slot<T>> ready = new ArrayDeque<>();

	private List<Slot<T>> claims = new ArrayList<>();

	/** How many records wait for a commit, or may run. */
	private int claimed;

	private int completed;

	private int retried;

	private int takenOver;

	private long position;

	/** Most characters of a commit. */
	private int most = MarksText.MOST;

	private boolean full;

	private volatile boolean changed;

	/**
	 * A window of what nothing was read of yet.
	 * @param restored what the last commit says
	 * @param settings what bounds it
	 * @param released told of the room that is free again
	 */
	public PartitionWindow(Marks restored, WindowSettings settings, LongConsumer released) {
		this.restored = restored;
		this.position = restored.start();
		this.settings = settings;
		this.released = released;
	}

	/**
	 * Adds a record that was read, behind all others.
	 * @param offset where it lies
	 * @param what the record
	 * @param room what it takes of the memory for messages
	 */
	public void fetch(long offset, T what, long room) {
		this.fetched.add(new Slot<>(offset, what, room));
		this.position = offset + 1;
	}

	/**
	 * Notes that nothing else lies before an offset, or that reading goes on there.
	 * @param next the offset of the next read
	 */
	public void moveTo(long next) {
		if (next != this.position) {
			this.position = next;
			this.changed = true;
		}
	}

	/**
	 * How many records were read and not begun.
	 * @return the number
	 */
	public int fetched() {
		return this.fetched.size();
	}

	/**
	 * The next record that nobody has begun with.
	 * @return the record, or {@code null} where there is none
	 */
	public @Nullable T nextFetched() {
		Slot<T> next = this.fetched.peek();
		return (next != null) ? next.what() : null;
	}

	/**
	 * How many records are to be committed before they begin, or may begin.
	 * @return the number
	 */
	public int claimed() {
		return this.claimed;
	}

	/**
	 * Whether something is to be committed. Any thread may ask.
	 * @return whether there is
	 */
	public boolean changed() {
		return this.changed;
	}

	/** Notes that a record is done: for any thread. */
	public void touch() {
		if (!this.changed) {
			this.changed = true;
		}
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
		while (begun < wanted && (next = this.fetched.peek()) != null && mayBegin(next, readable)) {
			this.fetched.remove();
			this.open.add(next);
			this.changed = true;
			begun += begin(next) ? 1 : 0;
		}
		return begun;
	}

	private boolean mayBegin(Slot<T> next, Predicate<T> readable) {
		if (this.restored.isFinished(next.offset())) {
			return true;
		}
		T what = next.what();
		return hasRoom(next) && what != null && readable.test(what);
	}

	private boolean hasRoom(Slot<T> next) {
		trim();
		Slot<T> oldest = this.open.peek();
		if (oldest == null) {
			return true;
		}
		return !this.settings.strict() && !this.full && next.offset() - oldest.offset() < this.settings.most();
	}

	private boolean begin(Slot<T> slot) {
		int code = this.restored.codeAt(slot.offset());
		if (code == RecordState.FINISHED) {
			slot.complete();
			forget(slot);
			return false;
		}
		RecordState state = RecordState.of(code);
		if (state.running()) {
			this.takenOver++;
		}
		slot.restore(state);
		claim(slot);
		return true;
	}

	private void claim(Slot<T> slot) {
		slot.begin(this.settings.maxAttempts());
		this.claims.add(slot);
		this.claimed++;
		this.changed = true;
	}

	/**
	 * Begins the next attempt of a record that waits.
	 * @param slot the record
	 */
	public void again(Slot<T> slot) {
		claim(slot);
	}

	/**
	 * Takes a record that may run.
	 * @return the record, or {@code null} where there is none
	 */
	public @Nullable Slot<T> next() {
		Slot<T> slot = this.ready.poll();
		if (slot != null) {
			slot.to(Phase.OUT);
			this.claimed--;
		}
		return slot;
	}

	/**
	 * Looks at the next record that may run.
	 * @return the record, or {@code null} where there is none
	 */
	public @Nullable Slot<T> peek() {
		return this.ready.peek();
	}

	/**
	 * Puts a record off: its attempt has ended.
	 * @param slot the record
	 */
	public void postpone(Slot<T> slot) {
		slot.end(Phase.WAITING);
		this.retried++;
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
		forget(slot);
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
		for (Slot<T> slot : this.open) {
			if (slot.phase() == Phase.CLAIMED || slot.phase() == Phase.READY) {
				release(slot);
			}
		}
		this.claims = new ArrayList<>();
		this.ready.clear();
		this.claimed = 0;
		Slot<T> first = this.fetched.peek();
		if (first != null) {
			this.position = first.offset();
			this.fetched.forEach(this::forget);
			this.fetched.clear();
		}
	}

	/**
	 * How many records are in the hands of others: the dispatcher, or the dead letters.
	 * @return the number
	 */
	public int out() {
		int out = 0;
		for (Slot<T> slot : this.open) {
			boolean held = slot.phase() == Phase.OUT || slot.phase() == Phase.BURYING;
			out += (held && !slot.done()) ? 1 : 0;
		}
		return out;
	}

	/** The records that wait, or are out: to be handed back at the end. */
	public List<Slot<T>> open() {
		return List.copyOf(this.open);
	}

	/**
	 * What is to be committed now.
	 * @return the commit, which has to be {@link #confirm confirmed} or
	 * {@link #refuse(Snapshot) refused}
	 */
	public Snapshot<T> snapshot() {
		this.changed = false;
		this.open.forEach(this::notice);
		trim();
		long end = claimedEnd();
		long start = this.open.isEmpty() ? end : this.open.element().offset();
		MarksWriter runs = new MarksWriter();
		long at = start;
		for (Slot<T> slot : this.open) {
			runs.finished(slot.offset() - at);
			runs.add(slot.code(), 1);
			at = slot.offset() + 1;
		}
		runs.finished(end - at);
		if (this.restored.end() > end) {
			this.restored.copyFrom(end, runs);
		}
		String metadata = MarksText.of(runs);
		this.full = metadata.length() > FULL * this.most;
		if (metadata.length() > this.most) {
			metadata = MarksText.fitting(runs, this.most);
		}
		Snapshot<T> snapshot = new Snapshot<>(start, metadata, this.claims,
				new Counts(this.completed, this.retried, this.takenOver));
		this.claims = new ArrayList<>();
		this.completed = 0;
		this.retried = 0;
		this.takenOver = 0;
		return snapshot;
	}

	/** The offset behind the last record that was begun. */
	private long claimedEnd() {
		Slot<T> next = this.fetched.peek();
		return (next != null) ? next.offset() : this.position;
	}

	/**
	 * A commit has been carried out.
	 * @param snapshot the commit
	 */
	public void confirm(Snapshot<T> snapshot) {
		for (Slot<T> slot : snapshot.claims()) {
			if (slot.phase() == Phase.CLAIMED) {
				slot.to(Phase.READY);
				this.ready.add(slot);
			}
		}
	}

	/**
	 * A commit has not been carried out, and is to be made again.
	 * @param snapshot the commit
	 */
	public void refuse(Snapshot<T> snapshot) {
		List<Slot<T>> again = new ArrayList<>(snapshot.claims());
		again.addAll(this.claims);
		this.claims = again;
		this.completed += snapshot.counts().completed();
		this.retried += snapshot.counts().retried();
		this.takenOver += snapshot.counts().takenOver();
		this.changed = true;
	}

	/** A broker takes less than was committed: the next commits say less. */
	public void shrink() {
		this.most = Math.max(0, this.most / 2);
		this.changed = true;
	}

	/** Gives back the memory of everything that is left. */
	public void close() {
		this.open.forEach(this::forget);
		this.fetched.forEach(this::forget);
		this.open.clear();
		this.fetched.clear();
		this.ready.clear();
	}

	private void trim() {
		for (Slot<T> slot; (slot = this.open.peek()) != null && slot.done();) {
			notice(slot);
			this.open.remove();
		}
	}

	private void notice(Slot<T> slot) {
		if (slot.done() && slot.phase() != Phase.DONE) {
			forget(slot);
			this.completed++;
		}
	}

	private void forget(Slot<T> slot) {
		if (slot.phase() != Phase.DONE) {
			slot.forget();
			this.released.accept(slot.room());
		}
	}

}
