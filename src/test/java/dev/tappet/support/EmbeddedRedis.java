package dev.tappet.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/**
 * The embedded Redis on a free port of the loopback interface, which a test may stop and
 * start again.
 */
public final class EmbeddedRedis implements AutoCloseable {

	private final TestRedis redis = new TestRedis("127.0.0.1", freePort());

	private final @Nullable Path folder;

	private @Nullable RedisServer server;

	private EmbeddedRedis(@Nullable Path folder) {
		this.folder = folder;
	}

	/** A server that keeps nothing, not started yet. */
	public static EmbeddedRedis forgetful() {
		return new EmbeddedRedis(null);
	}

	/**
	 * A server that has its data again when it is started again, not started yet.
	 * @param folder where it keeps them
	 * @return the server
	 */
	public static EmbeddedRedis keepingIn(Path folder) {
		return new EmbeddedRedis(folder);
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public EmbeddedRedis start() {
		RedisServerBuilder builder = RedisServer.builder()
			.port(this.redis.port())
			.bind("127.0.0.1")
			.setting("save \"\"");
		if (this.folder != null) {
			builder.setting("dir " + this.folder).setting("appendonly yes").setting("appendfsync always");
		}
		RedisServer started = builder.build();
		started.start();
		this.server = started;
		return this;
	}

	public void stop() {
		this.redis.disconnect();
		if (this.server != null) {
			this.server.stop();
			this.server = null;
		}
	}

	public TestRedis redis() {
		return this.redis;
	}

	@Override
	public void close() {
		stop();
	}

}
