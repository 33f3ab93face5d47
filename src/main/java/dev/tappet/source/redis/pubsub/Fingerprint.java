package dev.tappet.source.redis.pubsub;

import java.nio.charset.StandardCharsets;

/**
 * By what two instances recognise a message that both have heard: on the wire it has no
 * id. Messages with the same channel and content have the same one.
 */
final class Fingerprint {

	/** Of a large message only both ends are looked at: it is made on the event loop. */
	private static final int END = 4096;

	private static final long SEED = 0xCBF29CE484222325L;

	private static final long PRIME = 0x100000001B3L;

	private Fingerprint() {
	}

	static long of(String channel, byte[] body) {
		byte[] name = channel.getBytes(StandardCharsets.UTF_8);
		long hash = add(SEED, name, 0, name.length);
		hash = (hash ^ body.length) * PRIME;
		if (body.length <= 2 * END) {
			return spread(add(hash, body, 0, body.length));
		}
		return spread(add(add(hash, body, 0, END), body, body.length - END, body.length));
	}

	private static long add(long hash, byte[] bytes, int from, int to) {
		long result = hash;
		for (int i = from; i < to; i++) {
			result = (result ^ (bytes[i] & 0xff)) * PRIME;
		}
		return result;
	}

	/** Has each bit of the input change about half of those of the result. */
	private static long spread(long hash) {
		long result = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
		return result ^ (result >>> 33);
	}

}
