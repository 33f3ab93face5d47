package dev.tappet.source.redis;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

import dev.tappet.definition.InstanceId;

/**
 * This instance, as the server knows it.
 */
final class Worker {

	private static final SecureRandom RANDOM = new SecureRandom();

	private final String instance;

	private final byte[] consumer;

	private final Clock clock;

	Worker(InstanceId id, Clock clock) {
		this.instance = id.value();
		this.consumer = Script.bytes(id.value());
		this.clock = clock;
	}

	/** A value that no other process and no earlier life of this one has. */
	static String newToken() {
		byte[] random = new byte[8];
		RANDOM.nextBytes(random);
		return HexFormat.of().formatHex(random);
	}

	String instance() {
		return this.instance;
	}

	byte[] consumer() {
		return this.consumer;
	}

	Clock clock() {
		return this.clock;
	}

}
