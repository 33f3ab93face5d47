package dev.tappet.support;

import java.nio.file.Path;

import dev.tappet.embedded.RedisProcess;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The embedded Redis, which a test may stop and start again, and the connection on which
 * it looks at it. As an extension it runs during each test.
 */
public final class EmbeddedRedis implements BeforeEachCallback, AfterEachCallback, AutoCloseable {

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

	@Override
	public void beforeEach(ExtensionContext context) {
		start();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		close();
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
