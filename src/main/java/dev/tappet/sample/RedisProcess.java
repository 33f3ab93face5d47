package dev.tappet.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import redis.embedded.RedisExecProvider;

/**
 * A Redis server on a free port of the loopback interface that saves nothing and ends
 * with this process, however that ends. The library that carries the executable would
 * stop it in a shutdown hook, while the triggers are still draining; so it is started
 * here, under a shell that waits for its input to end.
 */
final class RedisProcess implements AutoCloseable {

	// Ctrl-C goes to every process of the terminal's group: the shell ignores it, and
	// Redis, as a daemon, is not in the group. The read ends when this process closes the
	// pipe, or is gone. Redis removes its pid file as the last thing it does; its process
	// may
	// stay for long as a zombie where nobody collects it.
	private static final String KEEPER = """
			trap '' INT TERM HUP
			folder=$1
			shift
			"$@" || exit 1
			read -r _
			kill "$(cat "$folder/redis.pid")"
			for _ in 1 2 3 4 5 6 7 8 9 10; do
				[ -e "$folder/redis.pid" ] && sleep 0.1
			done
			rm -f "$folder/redis.log" "$folder/redis.pid"
			rmdir "$folder"
			""";

	private static final int MOST_TRIES = 500;

	private final Process keeper;

	private final int port;

	private RedisProcess(Process keeper, int port) {
		this.keeper = keeper;
		this.port = port;
	}

	static RedisProcess start() {
		try {
			int port = freePort();
			Path folder = Files.createTempDirectory("tappet-redis");
			RedisProcess redis = new RedisProcess(launch(folder, port), port);
			redis.awaitReady(folder);
			return redis;
		}
		catch (IOException | RuntimeException ex) {
			throw new IllegalStateException("The Redis that the samples bring along does not start on this machine. "
					+ "Use one of your own: --spring.data.redis.url=redis://localhost:6379", ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static Process launch(Path folder, int port) throws IOException {
		String executable = RedisExecProvider.defaultProvider().get().getAbsolutePath();
		return new ProcessBuilder("sh", "-c", KEEPER, "tappet-redis", folder.toString(), executable, "--port",
				String.valueOf(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "yes",
				"--dir", folder.toString(), "--pidfile", folder.resolve("redis.pid").toString(), "--logfile",
				folder.resolve("redis.log").toString())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private void awaitReady(Path folder) throws IOException {
		int tries = 0;
		while (!answers()) {
			tries++;
			if (ended(20) || tries == MOST_TRIES) {
				Path log = folder.resolve("redis.log");
				String message = Files.exists(log) ? Files.readString(log) : "It ended without a message.";
				close();
				throw new IllegalStateException(message);
			}
		}
	}

	private boolean answers() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(1000);
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return socket.getInputStream().read() == '+';
		}
		catch (IOException ex) {
			return false;
		}
	}

	private boolean ended(long milliseconds) {
		try {
			return this.keeper.waitFor(milliseconds, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		try {
			this.keeper.getOutputStream().close();
		}
		catch (IOException ex) {
			// It has ended already.
		}
		ended(5000);
	}

}
