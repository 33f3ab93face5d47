package dev.tappet.source.redis.lease;

import dev.tappet.source.Message;

/**
 * Tells a message that came back from the dead letters by its id, for the rest of it is
 * what its producer wrote, bit for bit. An element of a list has an id of ours anyway. An
 * entry of a stream is given one whose second number is a multiple of 10^12: such numbers
 * are of no use to anybody else, since the server counts them up from 0 within each
 * millisecond.
 */
public final class ReplayMark {

	/** How the id of a marked entry ends, behind the number of the multiple. */
	static final String ENTRY_END = "000000000000";

	/** What the id of a marked element begins with. */
	static final String ELEMENT_START = "replay-";

	private static final long STEP = 1_000_000_000_000L;

	/** As many as 64 bits have room for. */
	static final int MOST_MULTIPLES = (int) Long.divideUnsigned(-1, STEP);

	private ReplayMark() {
	}

	/**
	 * Whether a message carries the mark.
	 * @param message an entry of a stream or an element of a list
	 * @return whether it was replayed
	 */
	public static boolean isOn(Message message) {
		return switch (message) {
			case Entry entry -> isMarked(entry.rawId());
			case Element element -> element.taking().startsWith(ELEMENT_START);
			case Message.Fields other -> false;
			case Message.Body other -> false;
		};
	}

	/**
	 * The id of a marked entry. Two that are put behind the same entry at the same time
	 * must not get the same, so the multiple is best drawn by chance.
	 * @param last the last id of its stream
	 * @param millis the time it should have, where the stream has no later one
	 * @param multiple how many multiples behind the last id of its time it should be
	 * @return an id behind the last
	 */
	static EntryId behind(EntryId last, long millis, int multiple) {
		if (Long.compareUnsigned(millis, last.millis()) > 0) {
			return new EntryId(millis, multiple * STEP);
		}
		long next = Long.divideUnsigned(last.sequence(), STEP) + multiple;
		return (next <= MOST_MULTIPLES) ? new EntryId(last.millis(), next * STEP)
				: new EntryId(last.millis() + 1, multiple * STEP);
	}

	/** Ids have no leading zeros, so this multiple is at least one. */
	private static boolean isMarked(byte[] id) {
		int end = id.length - ENTRY_END.length();
		for (int i = id.length - 1; i >= Math.max(0, end); i--) {
			if (id[i] != '0') {
				return false;
			}
		}
		return end > 0 && id[end - 1] != '-';
	}

}
