package dev.tappet.configuration;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.springframework.boot.convert.DurationStyle;

/**
 * The lengths of time that the reader speaks of.
 */
final class Durations {

	/** The shortest that any clock here can tell. */
	static final Duration SHORTEST = Duration.ofMillis(1);

	/** Far beyond what is sensible, and far below where milliseconds overflow. */
	static final Duration LONGEST = Duration.ofDays(365);

	private Durations() {
	}

	/**
	 * Writes a duration as one would in the configuration.
	 */
	static String print(Duration duration) {
		for (ChronoUnit unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS)) {
			Duration length = unit.getDuration();
			if (!duration.isZero() && duration.toMillis() % length.toMillis() == 0) {
				return DurationStyle.SIMPLE.print(duration, unit);
			}
		}
		return DurationStyle.SIMPLE.print(duration, ChronoUnit.MILLIS);
	}

}
