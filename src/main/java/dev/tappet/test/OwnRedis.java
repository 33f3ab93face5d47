package dev.tappet.test;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/**
 * The default connection of a test: its own Redis, wherever the configuration leads to,
 * since a test that reads the configuration of a deployment must not touch its Redis.
 *
 * @param port where it listens
 */
record OwnRedis(int port) implements DataRedisConnectionDetails {

	static final String HOST = "127.0.0.1";

	@Override
	public Standalone getStandalone() {
		return Standalone.of(HOST, this.port);
	}

}
