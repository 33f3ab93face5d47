package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.tappet.source.Backlog;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done in a stream, and since when.
 *
 * @param backlog how much it is
 * @param age how old the oldest of it is, zero where there is none; {@code null} where
 * the ids of the stream are no times
 */
record StreamFigures(Backlog backlog, @Nullable Duration age) {

	/** Ids from here on are milliseconds of this century, if they are times at all. */
	private static final long EARLIEST = 1_000_000_000_000L;

	private static final long LATEST = 10_000_000_000_000L;

	/**
	 * How old the oldest of some entries is.
	 * @param ids their ids
	 * @param now the server's time in ms
	 * @return the age, or {@code null} where an id is no time
	 */
	static @Nullable Duration age(List<EntryId> ids, long now) {
		EntryId oldest = ids.stream().min(Comparator.naturalOrder()).orElse(null);
		if (oldest == null) {
			return Duration.ZERO;
		}
		boolean isTime = oldest.millis() >= EARLIEST && oldest.millis() < LATEST;
		return isTime ? Duration.ofMillis(Math.max(0, now - oldest.millis())) : null;
	}

	/** The ids that a script has answered, some of which may be missing. */
	static List<EntryId> ids(Stream<String> texts) {
		return texts.flatMap((text) -> Stream.ofNullable(EntryId.parse(text))).toList();
	}

}
