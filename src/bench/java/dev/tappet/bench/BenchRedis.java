package dev.tappet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.tappet.embedded.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;

/**
 * The Redis of the benchmark, which saves nothing, and the client that the hand-written
 * candidates share.
 */
final class BenchRedis implements Server, AutoCloseable {

	private final RedisProcess process;

	private final Path log;

	private final ClientResources resources;

	private final RedisClient client;

	private final RedisCommands<byte[], byte[]> commands;

	private BenchRedis(RedisProcess process, Path log) {
		this.process = process;
		this.log = log;
		this.resources = ClientResources.builder().commandLatencyRecorder(CommandLatencyRecorder.disabled()).build();
		RedisURI uri = RedisURI.builder()
			.withHost("127.0.0.1")
			.withPort(process.port())
			.withTimeout(Duration.ofMinutes(2))
			.build();
		this.client = RedisClient.create(this.resources, uri);
		this.commands = this.client.connect(ByteArrayCodec.INSTANCE).sync();
	}

	static BenchRedis start(Path folder) {
		Path home = folder.resolve("redis");
		RedisProcess process = RedisProcess.keepingIn(home, "--save", "", "--appendonly", "no");
		return new BenchRedis(process.start(), home.resolve("redis.log"));
	}

	int port() {
		return this.process.port();
	}

	RedisClient client() {
		return this.client;
	}

	/** For all that is not measured. */
	RedisCommands<byte[], byte[]> commands() {
		return this.commands;
	}

	String version() {
		return value(this.commands.info("server"), "redis_version");
	}

	@Override
	public double cpu() {
		String info = this.commands.info("cpu");
		return Double.parseDouble(value(info, "used_cpu_user")) + Double.parseDouble(value(info, "used_cpu_sys"));
	}

	private static String value(String info, String name) {
		return info.lines()
			.filter((line) -> line.startsWith(name + ":"))
			.findFirst()
			.orElseThrow()
			.substring(name.length() + 1)
			.trim();
	}

	/** Connections that Tappet has opened. */
	long tappetConnections() {
		return this.commands.clientList().lines().filter((line) -> line.contains(" name=tappet-")).count();
	}

	@Override
	public long cutOff() {
		try (Stream<String> lines = Files.lines(this.log, StandardCharsets.ISO_8859_1)) {
			return lines.filter((line) -> line.contains("overcoming of output buffer limits")).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.client.shutdown(0, 1, TimeUnit.SECONDS);
		this.resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
		this.process.close();
	}

}
