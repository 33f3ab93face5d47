package dev.tappet.source.kafka.commit;

import org.jspecify.annotations.Nullable;

/**
 * A record from its read until all before it is done. Any thread may say that it is done;
 * all else belongs to the thread that polls.
 *
 * @param <T> the record
 */
public final class Slot<T> {

	/**
	 * Where a record is on its way.
	 */
	public enum Phase {

		/** It was read. */
		FETCHED,

		/** Its attempt is to be committed before it may begin. */
		CLAIMED,

		/** It may begin. */
		READY,

		/** It is in the hands of the dispatcher. */
		OUT,

		/** It waits for its next attempt. */
		WAITING,

		/** It is being written to the dead letters. */
		BURYING,

		/** It is done, as far as the thread that polls has noticed. */
		DONE

	}

	private final long offset;

	private final long room;

	private volatile @Nullable T what;

	private volatile boolean done;

	/** How many attempts were begun, this one included. */
	private int attempts;

	private boolean running;

	private boolean died;

	private boolean alone;

	private Phase phase = Phase.FETCHED;

	Slot(long offset, T what, long room) {
		this.offset = offset;
		this.what = what;
		this.room = room;
	}

	/**
	 * Where the record lies in its partition.
	 * @return the offset
	 */
	public long offset() {
		return this.offset;
	}

	/**
	 * The record.
	 * @return the record, or {@code null} once it is done and forgotten
	 */
	public @Nullable T what() {
		return this.what;
	}

	/**
	 * What it takes of the memory for messages.
	 * @return bytes
	 */
	long room() {
		return this.room;
	}

	/**
	 * The attempt that begins, or runs.
	 * @return 1 for the first
	 */
	public int attempt() {
		return this.running ? this.attempts : this.attempts + 1;
	}

	/**
	 * Whether its last attempt has to run alone, since its workers died.
	 * @return whether it has
	 */
	public boolean alone() {
		return this.alone;
	}

	/**
	 * Where the record is on its way.
	 * @return the phase
	 */
	public Phase phase() {
		return this.phase;
	}

	/** Says that the record is done: quick, and for any thread. */
	public void complete() {
		this.done = true;
	}

	/**
	 * Whether somebody said that it is done.
	 * @return whether it is
	 */
	public boolean done() {
		return this.done;
	}

	void restore(RecordState state) {
		RecordState own = state.takenOver();
		this.attempts = own.attempts();
		this.died = own.died();
	}

	/**
	 * Counts the next attempt, or leaves that to {@link #beginAlone()}.
	 * @param maxAttempts how many there may be
	 */
	void begin(int maxAttempts) {
		this.phase = Phase.CLAIMED;
		this.alone = this.died && this.attempts + 1 == maxAttempts;
		boolean spent = this.attempts >= maxAttempts;
		if (!this.alone && !spent) {
			this.attempts++;
			this.running = true;
		}
	}

	/** Counts the attempt of a record that runs alone. */
	void beginAlone() {
		if (!this.running) {
			this.attempts++;
			this.running = true;
		}
	}

	/** Its attempt has ended. */
	void end(Phase next) {
		this.running = false;
		this.phase = next;
	}

	/** Its attempt has not been. */
	void takeBack() {
		if (this.running) {
			this.attempts--;
		}
		this.running = false;
	}

	void to(Phase next) {
		this.phase = next;
	}

	void forget() {
		this.phase = Phase.DONE;
		this.what = null;
	}

	int code() {
		return this.done ? RecordState.FINISHED : new RecordState(this.attempts, this.running, this.died).code();
	}

}
