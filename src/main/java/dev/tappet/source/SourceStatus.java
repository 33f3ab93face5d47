package dev.tappet.source;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a source is doing.
 *
 * @param up whether it can read
 * @param reason why it cannot, with the remedy, or {@code null}
 * @param since since when
 */
public record SourceStatus(boolean up, @Nullable String reason, Instant since) {

	private static final String STARTING = "not connected yet";

	/**
	 * The status of a source that has not tried to read yet.
	 * @param now the time
	 * @return the status
	 */
	public static SourceStatus starting(Instant now) {
		return new SourceStatus(false, STARTING, now);
	}

	/**
	 * The status of a source that reads.
	 * @param now the time
	 * @return the status
	 */
	public static SourceStatus reading(Instant now) {
		return new SourceStatus(true, null, now);
	}

	/**
	 * The status of a source that cannot read.
	 * @param reason why, with the remedy
	 * @param now the time
	 * @return the status
	 */
	public static SourceStatus failing(String reason, Instant now) {
		return new SourceStatus(false, reason, now);
	}

	/**
	 * Whether it is not known yet if the source can read.
	 * @return whether it has not tried
	 */
	public boolean isStarting() {
		return STARTING.equals(this.reason);
	}

}
