package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.tappet.embedded.RedisProcess;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * A Redis server to be stopped, killed and started with its data, and a user whom no
 * fault shuts out.
 */
final class FaultyRedis implements AutoCloseable {

	/** A user that keeps its rights when those of the default user are taken away. */
	private static final String ADMIN = "admin";

	private final RedisProcess process;

	private final RedisClient client;

	private StatefulRedisConnection<String, String> connection;

	private FaultyRedis(RedisProcess process) {
		this.process = process;
		this.client = RedisClient.create(RedisURI.builder()
			.withHost("127.0.0.1")
			.withPort(process.port())
			.withAuthentication(ADMIN, "secret".toCharArray())
			.withTimeout(Duration.ofSeconds(5))
			.build());
		this.client.setOptions(ClientOptions.builder().autoReconnect(false).build());
	}

	/** A server that saves its data when it is stopped. */
	static FaultyRedis start(Path folder, String... options) {
		List<String> all = new ArrayList<>(List.of("--enable-debug-command", "yes", "--user", ADMIN, "on", ">secret",
				"~*", "&*", "+@all", "--save", "3600 1"));
		all.addAll(List.of(options));
		FaultyRedis redis = new FaultyRedis(RedisProcess.keepingIn(folder, all.toArray(String[]::new)));
		redis.start();
		return redis;
	}

	/** Starts it again, and waits until it answers. */
	void start(String... more) {
		this.process.start(more);
	}

	/** Starts it again, and does not wait. */
	void launch(String... more) {
		this.process.launch(more);
	}

	int port() {
		return this.process.port();
	}

	/** Saves the data and ends. */
	void stop() {
		this.process.stop();
	}

	/** Ends it like {@code kill -9}. */
	void kill() {
		this.process.kill();
	}

	/** Runs commands, on a connection that is made anew where the last one is gone. */
	synchronized <T> T with(Function<RedisCommands<String, String>, T> commands) {
		try {
			if (this.connection == null || !this.connection.isOpen()) {
				this.connection = this.client.connect();
			}
			return commands.apply(this.connection.sync());
		}
		catch (RedisException ex) {
			// After a refusal the connection is fine.
			if (this.connection != null && this.connection.isOpen()
					&& !(ex instanceof RedisCommandExecutionException)) {
				this.connection.close();
			}
			throw ex;
		}
	}

	@Override
	public void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
		kill();
	}

}
