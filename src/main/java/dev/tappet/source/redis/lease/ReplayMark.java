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
