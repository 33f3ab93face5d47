package dev.tappet.source.redis.pubsub;

import java.util.Arrays;
import java.util.List;

/**
 * The last events that a primary was heard to tell, by their prints. A replica repeats
 * them, in the same order, before it tells its own.
 */
final class Tail {

	private static final int LENGTH = 1024;

	private final long[] prints = new long[LENGTH];

	private long count;

	static long print(String channel, byte[] body) {
		return ((long) channel.hashCode() << Integer.SIZE) ^ Arrays.hashCode(body);
	}

	synchronized void add(long print) {
		this.prints[(int) (this.count++ % LENGTH)] = print;
	}

	/**
	 * How many of some events were the last that were heard.
	 * @param prints the events, in their order
	 * @return how many, from the first
	 */
	synchronized int known(List<Long> prints) {
		for (int length = (int) Math.min(Math.min(prints.size(), this.count), LENGTH); length > 0; length--) {
			if (endsWith(prints, length)) {
				return length;
			}
		}
		return 0;
	}

	private boolean endsWith(List<Long> prints, int length) {
		for (int i = 0; i < length; i++) {
			if (this.prints[(int) ((this.count - length + i) % LENGTH)] != prints.get(i)) {
				return false;
			}
		}
		return true;
	}

}
