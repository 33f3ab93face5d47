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
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis, and the connection on which a test looks at it.
 */
public final class TestRedis {

	private static final RedisClient CLIENT = RedisClient.create();

	private final String host;

	private final int port;

	private final @Nullable String password;

	private @Nullable StatefulRedisConnection<String, String> texts;

	private @Nullable StatefulRedisConnection<String, byte[]> bytes;

	private @Nullable StatefulRedisSentinelConnection<String, String> sentinel;

	TestRedis(String host, int port) {
		this(host, port, null);
	}

	TestRedis(String host, int port, @Nullable String password) {
		this.host = host;
		this.port = port;
		this.password = password;
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
		return CLIENT.connect(codec, uri());
	}

	/** The commands of a Sentinel, where it is one. */
	synchronized RedisSentinelCommands<String, String> sentinel() {
		if (this.sentinel == null) {
			this.sentinel = CLIENT.connectSentinel(uri());
		}
		return this.sentinel.sync();
	}

	private RedisURI uri() {
		RedisURI.Builder builder = RedisURI.builder().withHost(this.host).withPort(this.port);
		if (this.password != null) {
			builder.withPassword(this.password.toCharArray());
		}
		return builder.build();
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
		if (this.sentinel != null) {
			this.sentinel.close();
			this.sentinel = null;
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
