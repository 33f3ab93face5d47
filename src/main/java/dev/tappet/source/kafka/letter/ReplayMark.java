package dev.tappet.source.kafka.letter;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Marks a record that came back from the dead letters, by its last header: what stands
 * before is what its producer wrote.
 */
public final class ReplayMark {

	private static final String KEY = "tappet-replay";

	private static final byte[] VALUE = { '1' };

	private ReplayMark() {
	}

	/**
	 * Whether the last header is the mark.
	 * @param headers the headers of a record
	 * @return whether it was replayed
	 */
	public static boolean isOn(Headers headers) {
		Header[] all = headers.toArray();
		return all.length > 0 && is(all[all.length - 1]);
	}

	/**
	 * Whether a header is the mark.
	 * @param header a header
	 * @return whether it is
	 */
	public static boolean is(@Nullable Header header) {
		return header != null && header.key().equals(KEY);
	}

	/**
	 * The mark.
	 * @return a header
	 */
	public static Header header() {
		return new RecordHeader(KEY, VALUE);
	}

}
