package dev.tappet.operate;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

import dev.tappet.source.DeadLetter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Which dead letters are meant.
 *
 * @param reason what their reason contains, in capitals or not, or {@code null} for any
 * @param since they were given up at this time or later, or {@code null} for any
 * @param until they were given up before this time, or {@code null} for any
 */
record LetterFilter(@Nullable String reason, @Nullable Instant since, @Nullable Instant until) {

	/**
	 * Reads a filter.
	 * @param reason as it was given
	 * @param since as it was given
	 * @param until as it was given
	 * @param clock for times that are given as an age
	 * @return the filter
	 * @throws IllegalArgumentException with what is wrong
	 */
	static LetterFilter of(@Nullable String reason, @Nullable String since, @Nullable String until, Clock clock) {
		return new LetterFilter((reason != null) ? reason.toLowerCase(Locale.ROOT) : null, time("since", since, clock),
				time("until", until, clock));
	}

	private static @Nullable Instant time(String name, @Nullable String text, Clock clock) {
		if (text == null) {
			return null;
		}
		try {
			return Instant.parse(text);
		}
		catch (DateTimeException notATime) {
			try {
				return clock.instant().minus(DurationStyle.detectAndParse(text));
			}
			catch (IllegalArgumentException | DateTimeException | ArithmeticException ex) {
				throw new IllegalArgumentException(
						"'%s' is no time: give one such as 2030-01-02T03:04:05Z, or an age such as 2h.".formatted(name),
						ex);
			}
		}
	}

	/** Whether any dead letter is meant. */
	boolean isAny() {
		return this.reason == null && this.since == null && this.until == null;
	}

	boolean matches(DeadLetter letter) {
		if (this.reason != null && !letter.reason().toLowerCase(Locale.ROOT).contains(this.reason)) {
			return false;
		}
		Instant at = letter.failedAt();
		if (at == null) {
			// Nobody can tell, so nobody can mean it by a time.
			return this.since == null && this.until == null;
		}
		return (this.since == null || !at.isBefore(this.since)) && (this.until == null || at.isBefore(this.until));
	}

}
