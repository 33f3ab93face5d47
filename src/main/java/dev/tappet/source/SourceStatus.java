package dev.tappet.source;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a source is doing.
 *
 * @param state whether it can read, as far as it has tried
 * @param reason why it does not read, with the remedy; while it does, what it will need
 * and does not have, or {@code null}
 * @param since since when
 */
public record SourceStatus(State state, @Nullable String reason, Instant since) {

	/**
	 * Whether a source can read.
	 */
	public enum State {

		/** It has not tried yet. */
		STARTING,

		/** It can. */
		READING,

		/** It has tried and cannot. */
		FAILING

	}

	/**
	 * The status of a source that has not tried to read yet.
	 * @param now the time
	 * @return the status
	 */
	public static SourceStatus starting(Instant now) {
		return new SourceStatus(State.STARTING, "not connected yet", now);
	}

	/**
	 * The status of a source that reads.
	 * @param now the time
	 * @return the status
	 */
	public static SourceStatus reading(Instant now) {
		return new SourceStatus(State.READING, null, now);
	}

	/**
	 * This status of a source that reads, with what it will need and does not have.
	 * @param reason what that is, with the remedy, or {@code null} where it has all
	 * @return the status
	 */
	public SourceStatus missing(@Nullable String reason) {
		return new SourceStatus(this.state, reason, this.since);
	}

	/**
	 * The status of a source that cannot read.
	 * @param reason why, with the remedy
	 * @param now the time
	 * @return the status
	 */
	public static SourceStatus failing(String reason, Instant now) {
		return new SourceStatus(State.FAILING, reason, now);
	}

	/**
	 * Whether the source can read.
	 * @return whether it does
	 */
	public boolean up() {
		return this.state == State.READING;
	}

	/**
	 * Whether it is not known yet if the source can read.
	 * @return whether it has not tried
	 */
	public boolean isStarting() {
		return this.state == State.STARTING;
	}

}
