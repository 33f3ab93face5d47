package dev.tappet.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import redis.embedded.RedisExecProvider;

/**
 * A Redis server in a process of its own, to be stopped, killed and started with its
 * data, always on the same port.
 */
final class RedisProcess implements AutoCloseable {

	/** A user that keeps its rights when those of the default user are taken away. */
	private static final String ADMIN = "admin";

	private final Path folder;

	private final int port = Processes.freePort();

	private final List<String> options;

	private final RedisClient client;

	private Process process;

	private StatefulRedisConnection<String, String> connection;

	private RedisProcess(Path folder, String... options) {
		this.folder = folder;
		this.options = List.of(options);
		this.client = RedisClient.create(RedisURI.builder()
			.withHost("127.0.0.1")
			.withPort(this.port)
			.withAuthentication(ADMIN, "secret".toCharArray())
			.withTimeout(Duration.ofSeconds(5))
			.build());
		this.client.setOptions(ClientOptions.builder().autoReconnect(false).build());
	}

	/** A server that saves its data when it is stopped. */
	static RedisProcess start(Path folder, String... options) {
		try {
			RedisProcess redis = new RedisProcess(Files.createDirectories(folder), options);
			redis.start();
			return redis;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts it again, and waits until it answers. */
	void start(String... more) {
		launch(more);
		Awaitility.await("start of Redis").atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
			return with(RedisCommands::ping).equals("PONG");
		});
	}

	/** Starts it again, and does not wait. */
	void launch(String... more) {
		try {
			List<String> command = new ArrayList<>(List.of(RedisExecProvider.defaultProvider().get().getAbsolutePath(),
					"--port", String.valueOf(this.port), "--bind", "127.0.0.1", "--dir", this.folder.toString(),
					"--logfile", this.folder.resolve("redis.log").toString(), "--enable-debug-command", "yes", "--user",
					ADMIN, "on", ">secret", "~*", "&*", "+@all", "--save", "3600 1"));
			command.addAll(this.options);
			command.addAll(List.of(more));
			this.process = Processes.start(new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.port;
	}

	/** Saves the data and ends. */
	void stop() {
		this.process.destroy();
		Processes.exit(this.process);
	}

	/** Ends it like {@code kill -9}. */
	void kill() {
		Processes.exit(this.process.destroyForcibly());
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
				this.connection.closeAsync();
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
