package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Where what a leader has heard lies among what was heard here. Both have heard the same
 * messages in the same order, but have begun at different times; messages may be equal.
 * So there may be several places, of which each sign of the leader leaves fewer; of those
 * that are left the earliest counts: rather a message is repeated than left out. Times
 * are those of {@link System#nanoTime()}.
 */
final class Alignment {

	/** How much later the leader may have heard a message than this instance. */
	static final long LATER = Duration.ofSeconds(2).toNanos();

	/** How much earlier the leader may have heard a message than this instance. */
	static final long EARLIER = Duration.ofSeconds(1).toNanos();

	/** What is to be added to a number here to have the leader's. */
	private long[] offsets = {};

	private long seen = -1;

	/**
	 * Looks at a sign of the leader.
	 * @param part how far the leader is
	 * @param own what was heard here
	 * @param heardAt when the leader heard its last message
	 * @return what is to be added to a number here to have the leader's, if that is known
	 */
	OptionalLong see(Progress.Part part, Hearing<?> own, long heardAt) {
		if (part.heard() != this.seen || this.offsets.length == 0) {
			this.seen = part.heard();
			this.offsets = narrowed(candidates(part, own, heardAt), part, own, heardAt);
		}
		return LongStream.of(this.offsets).max();
	}

	private long[] candidates(Progress.Part part, Hearing<?> own, long heardAt) {
		long[] still = LongStream.of(this.offsets).filter((offset) -> {
			long number = part.heard() - offset;
			return number > own.count() || own.looksLike(part.prints(), number);
		}).toArray();
		if (still.length > 0) {
			return still;
		}
		if (own.count() == 0 || heardAt - own.firstAt() < EARLIER) {
			// The leader may have heard its last before anything was heard here.
			return new long[0];
		}
		return LongStream.rangeClosed(own.firstKnown(), own.count())
			.filter((number) -> own.looksLike(part.prints(), number))
			.map((number) -> part.heard() - number)
			.toArray();
	}

	/** Of messages that are equal those that were heard at another time are others. */
	private static long[] narrowed(long[] offsets, Progress.Part part, Hearing<?> own, long heardAt) {
		if (offsets.length < 2) {
			return offsets;
		}
		long[] near = Arrays.stream(offsets).filter((offset) -> {
			long number = part.heard() - offset;
			if (!own.knows(number)) {
				return number > own.count();
			}
			long later = heardAt - own.heardAt(number);
			return later <= LATER && later >= -EARLIER;
		}).toArray();
		return (near.length > 0) ? near : offsets;
	}

}
