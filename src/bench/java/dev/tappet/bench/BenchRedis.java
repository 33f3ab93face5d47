package dev.tappet.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import redis.embedded.RedisExecProvider;

/**
 * The Redis of the benchmark: a process of its own that saves nothing, on a free port of
 * the loopback interface, and the client that the hand-written candidates share.
 */
final class BenchRedis implements AutoCloseable {

	private final Process process;

	private final int port;

	private final Path log;

	private final ClientResources resources;

	private final RedisClient client;

	private final RedisCommands<byte[], byte[]> commands;

	private BenchRedis(Process process, int port, Path log) {
		this.process = process;
		this.port = port;
		this.log = log;
		this.resources = ClientResources.builder().commandLatencyRecorder(CommandLatencyRecorder.disabled()).build();
		this.client = RedisClient.create(this.resources, RedisURI.create("127.0.0.1", port));
		this.commands = this.client.connect(ByteArrayCodec.INSTANCE).sync();
		this.commands.setTimeout(Duration.ofMinutes(2));
	}

	static BenchRedis start(Path folder) throws IOException {
		int port = freePort();
		Path home = Files.createDirectories(folder.resolve("redis"));
		Path log = home.resolve("redis-" + port + ".log");
		Process process = new ProcessBuilder(executable(), "--port", String.valueOf(port), "--bind", "127.0.0.1",
				"--save", "", "--appendonly", "no", "--dir", home.toAbsolutePath().toString())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
		awaitReady(process, port);
		return new BenchRedis(process, port, log);
	}

	private static String executable() throws IOException {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, "redis-server"))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst()
			.orElse(RedisExecProvider.defaultProvider().get().getAbsolutePath());
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static void awaitReady(Process process, int port) {
		for (int tries = 0; tries < 500 && process.isAlive(); tries++) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
				socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
				if (socket.getInputStream().read() == '+') {
					return;
				}
			}
			catch (IOException ex) {
				LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
			}
		}
		throw new IllegalStateException("Redis does not start");
	}

	int port() {
		return this.port;
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

	/** Processor time of the server so far, in seconds. */
	double cpu() {
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

	/** Clients that were cut off because they read too slowly. */
	long cutOff() {
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
		this.resources.shutdown(0, 1, TimeUnit.SECONDS);
		this.process.destroy();
	}

}
