package dev.tappet.support;

import java.nio.file.Path;

import dev.tappet.sample.RedisProcess;

/**
 * The embedded Redis, which a test may stop and start again, and the connection on which
 * it looks at it.
 */
public final class EmbeddedRedis implements AutoCloseable {

	private final RedisProcess process;

	private final TestRedis redis;

	private EmbeddedRedis(RedisProcess process) {
		this.process = process;
		this.redis = new TestRedis("127.0.0.1", process.port());
	}

	/** A server that keeps nothing, not started yet. */
	public static EmbeddedRedis forgetful() {
		return new EmbeddedRedis(RedisProcess.forgetful());
	}

	/**
	 * A server that has its data again when it is started again, not started yet.
	 * @param folder where it keeps them
	 * @return the server
	 */
	public static EmbeddedRedis keepingIn(Path folder) {
		return new EmbeddedRedis(
				RedisProcess.keepingIn(folder, "--save", "", "--appendonly", "yes", "--appendfsync", "always"));
	}

	public EmbeddedRedis start() {
		this.process.start();
		return this;
	}

	public void stop() {
		this.redis.disconnect();
		this.process.stop();
	}

	public TestRedis redis() {
		return this.redis;
	}

	@Override
	public void close() {
		stop();
	}

}
