package dev.tappet.support;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis, and the connection on which a test looks at it.
 */
public final class TestRedis {

	private static final RedisClient CLIENT = RedisClient.create();

	private final String host;

	private final int port;

	private @Nullable StatefulRedisConnection<String, String> texts;

	private @Nullable StatefulRedisConnection<String, byte[]> bytes;

	TestRedis(String host, int port) {
		this.host = host;
		this.port = port;
	}

	public String host() {
		return this.host;
	}

	public int port() {
		return this.port;
	}

	public String place() {
		return this.host + ":" + this.port;
	}

	public synchronized RedisCommands<String, String> commands() {
		if (this.texts == null) {
			this.texts = connect(StringCodec.UTF8);
		}
		return this.texts.sync();
	}

	public synchronized RedisCommands<String, byte[]> bytes() {
		if (this.bytes == null) {
			this.bytes = connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
		}
		return this.bytes.sync();
	}

	private <V> StatefulRedisConnection<String, V> connect(RedisCodec<String, V> codec) {
		return CLIENT.connect(codec, RedisURI.create(this.host, this.port));
	}

	/** Ends the test's own connections, where the server ends. */
	synchronized void disconnect() {
		if (this.texts != null) {
			this.texts.close();
			this.texts = null;
		}
		if (this.bytes != null) {
			this.bytes.close();
			this.bytes = null;
		}
	}

	/** Removes all data. */
	public void clear() {
		commands().flushall();
	}

	public Set<String> keys(String pattern) {
		return new TreeSet<>(commands().keys(pattern));
	}

	/**
	 * The connections of an instance.
	 * @param instance the instance id
	 * @return their lines of CLIENT LIST
	 */
	public List<String> connectionsOf(String instance) {
		return commands().clientList()
			.lines()
			.filter((line) -> line.contains(" name=tappet-" + instance + " "))
			.toList();
	}

	public static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
