package dev.tappet.source.redis.lease;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The id of a stream's entry, by which entries are in order. Both numbers use all 64
 * bits, without a sign.
 *
 * @param millis when the entry was written, as a rule
 * @param sequence its number among those of the same time
 */
public record EntryId(long millis, long sequence) implements Comparable<EntryId> {

	private static final Pattern FORM = Pattern.compile("(\\d{1,20})-(\\d{1,20})");

	/**
	 * Reads what may or may not be an id.
	 * @param text the text
	 * @return the id, or {@code null} where it is none
	 */
	public static @Nullable EntryId parse(String text) {
		Matcher form = FORM.matcher(text);
		if (!form.matches()) {
			return null;
		}
		try {
			return new EntryId(Long.parseUnsignedLong(form.group(1)), Long.parseUnsignedLong(form.group(2)));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/** The smallest id above this one. */
	public EntryId next() {
		return (this.sequence == -1) ? new EntryId(this.millis + 1, 0) : new EntryId(this.millis, this.sequence + 1);
	}

	@Override
	public int compareTo(EntryId other) {
		int byTime = Long.compareUnsigned(this.millis, other.millis);
		return (byTime != 0) ? byTime : Long.compareUnsigned(this.sequence, other.sequence);
	}

	@Override
	public String toString() {
		return Long.toUnsignedString(this.millis) + "-" + Long.toUnsignedString(this.sequence);
	}

}
