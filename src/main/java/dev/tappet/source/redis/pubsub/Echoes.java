package dev.tappet.source.redis.pubsub;

import java.time.Duration;

/**
 * What was heard just now on one sharded channel, and from which server: while its slot
 * changes hands between a primary and its replica a message may come from both, since
 * they pass on to each other what is published, and some of it late. On the wire it has
 * no id, so what is equal is taken for the same, unless equal ones came in that time from
 * one server too. All times are those of {@link System#nanoTime()}.
 */
final class Echoes {

	/** How much later the second may come: until then servers are slow, not away. */
	static final Duration WITHIN = Duration.ofMillis(500);

	private static final int LENGTH = 1024;

	private final long[] prints = new long[LENGTH];

	private final long[] times = new long[LENGTH];

	private final int[] servers = new int[LENGTH];

	private long count;

	private int server;

	/** Until when something that another server has told may come again. */
	private long until;

	/**
	 * A message was heard.
	 * @param connection to the server that has told it
	 * @param channel the channel
	 * @param body the message
	 * @param now the time
	 * @return whether it was heard from another server just before
	 */
	boolean hear(Object connection, String channel, byte[] body, long now) {
		return hear(System.identityHashCode(connection), Fingerprint.of(channel, body), now);
	}

	private synchronized boolean hear(int server, long print, long now) {
		if (this.count > 0 && server != this.server) {
			this.until = this.times[last()] + WITHIN.toNanos();
		}
		boolean other = this.count > 0 && now - this.until < 0;
		this.server = server;
		int heard = other ? heardElsewhere(server, print, now) : -1;
		if (heard >= 0) {
			this.servers[heard] = server;
			return true;
		}
		int index = (int) (this.count++ % LENGTH);
		this.prints[index] = print;
		this.times[index] = now;
		this.servers[index] = server;
		return false;
	}

	private int last() {
		return (int) ((this.count - 1) % LENGTH);
	}

	private int heardElsewhere(int server, long print, long now) {
		int found = -1;
		for (long i = this.count - 1; i >= Math.max(0, this.count - LENGTH); i--) {
			int index = (int) (i % LENGTH);
			if (now - this.times[index] >= WITHIN.toNanos()) {
				break;
			}
			if (this.prints[index] == print) {
				if (found >= 0) {
					return -1;
				}
				found = index;
			}
		}
		return (found >= 0 && this.servers[found] != server) ? found : -1;
	}

}
