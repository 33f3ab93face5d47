package dev.tappet.test;

import dev.tappet.embedded.RedisProcess;

import org.springframework.util.ClassUtils;

/**
 * Starts the Redis of a test, or says what is missing for that.
 */
final class EmbeddedRedis {

	private static final String LIBRARY = "redis.embedded.RedisExecProvider";

	private EmbeddedRedis() {
	}

	static RedisProcess start(ClassLoader loader) {
		if (!ClassUtils.isPresent(LIBRARY, loader)) {
			throw new IllegalStateException("@TappetTest starts a Redis of its own, and the library that brings one "
					+ "along is not on the class path: add org.signal:embedded-redis:0.9.1 with the scope test.");
		}
		return RedisProcess.forgetful().start();
	}

}
