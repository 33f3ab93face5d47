package dev.tappet.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/**
 * A Redis server on the loopback interface that ends with this process, however that
 * ends. Until then it may be stopped or killed and started again, always on the same
 * port. The library that carries the executable would stop it in a shutdown hook, while
 * the triggers are still draining; so it is started here, under a shell that waits for
 * its input to end. Tests and the benchmark start theirs here as well.
 */
public final class RedisProcess implements AutoCloseable {

	// Ctrl-C goes to every process of the terminal's group: the shell ignores it, and
	// Redis, as a daemon, is not in the group. Each line is a signal for Redis; reading
	// ends when this process closes the pipe, or is gone. Redis removes its pid file as
	// the last thing it does; its process may stay for long as a zombie where nobody
	// collects it. It refuses to end where it cannot save, but then nobody needs the
	// data.
	private static final String KEEPER = """
			trap '' INT TERM HUP
			folder=$1
			shift
			fail() {
				rmdir "$folder" 2>/dev/null
				exit 1
			}
			"$@" || fail
			tries=0
			until [ -s "$folder/redis.pid" ]; do
				tries=$((tries + 1))
				[ $tries -lt 100 ] || fail
				sleep 0.1
			done
			pid=$(cat "$folder/redis.pid")
			while read -r signal; do
				kill -"$signal" "$pid"
			done
			if [ -e "$folder/redis.pid" ]; then
				kill "$pid"
				for _ in 1 2 3 4 5 6 7 8 9 10; do
					[ -e "$folder/redis.pid" ] && sleep 0.1
				done
				[ -e "$folder/redis.pid" ] && kill -KILL "$pid"
			fi
			rm -f "$folder/redis.log" "$folder/redis.pid"
			rmdir "$folder"
			""";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int PAUSE = 20;

	private final int port = FreePorts.next();

	private final @Nullable Path home;

	private final List<String> options;

	private @Nullable Run run;

	private RedisProcess(@Nullable Path home, List<String> options) {
		this.home = home;
		this.options = options;
	}

	/**
	 * A server that saves nothing.
	 * @return the server, not started yet
	 */
	public static RedisProcess forgetful() {
		return new RedisProcess(null, List.of("--save", "", "--appendonly", "no"));
	}

	/**
	 * A server with a folder of its own.
	 * @param folder where it keeps its log, and its data as far as it saves them
	 * @param options of {@code redis-server}
	 * @return the server, not started yet
	 */
	public static RedisProcess keepingIn(Path folder, String... options) {
		return new RedisProcess(folder.toAbsolutePath(), List.of(options));
	}

	/**
	 * Starts it and waits until it answers.
	 * @param more options for this time
	 * @return this
	 */
	public RedisProcess start(String... more) {
		awaitReady(begin(List.of(more)));
		return this;
	}

	/**
	 * Starts it and does not wait.
	 * @param more options for this time
	 */
	public void launch(String... more) {
		begin(List.of(more));
	}

	private Run begin(List<String> more) {
		if (this.run != null) {
			throw new IllegalStateException("Redis runs already");
		}
		try {
			Run begun = keep(more);
			this.run = begun;
			return begun;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Run keep(List<String> more) throws IOException {
		// The pid file is not in the home, which others may empty.
		Path folder = Files.createTempDirectory("tappet-redis");
		Path home = (this.home != null) ? Files.createDirectories(this.home) : folder;
		Path log = home.resolve("redis.log");
		Path pid = folder.resolve("redis.pid");
		List<String> command = new ArrayList<>(List.of("sh", "-c", KEEPER, "tappet-redis", folder.toString(),
				Executable.PATH, "--port", String.valueOf(this.port), "--bind", "127.0.0.1", "--daemonize", "yes",
				"--dir", home.toString(), "--pidfile", pid.toString(), "--logfile", log.toString()));
		command.addAll(this.options);
		command.addAll(more);
		Process keeper = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		return new Run(keeper, log, pid);
	}

	private void awaitReady(Run begun) {
		long since = System.nanoTime();
		while (!answers()) {
			if (begun.hasEndedWithin(PAUSE) || isOver(since)) {
				String message = begun.messages();
				close();
				throw new IllegalStateException(message);
			}
		}
	}

	private boolean answers() {
		try (Socket socket = connect()) {
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return socket.getInputStream().read() == '+';
		}
		catch (IOException ex) {
			return false;
		}
	}

	private boolean listens() {
		try (Socket socket = connect()) {
			return socket.isConnected();
		}
		catch (ConnectException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
		socket.setSoTimeout(1000);
		return socket;
	}

	private static boolean isOver(long since) {
		return System.nanoTime() - since > PATIENCE.toNanos();
	}

	public int port() {
		return this.port;
	}

	/** Ends it in order, after it has saved what it saves. */
	public void stop() {
		end("TERM");
	}

	/** Ends it like {@code kill -9}. */
	public void kill() {
		end("KILL");
	}

	private void end(String signal) {
		Run ending = this.run;
		if (ending == null) {
			return;
		}
		ending.send(signal);
		long since = System.nanoTime();
		while (listens()) {
			if (ending.hasEndedWithin(PAUSE) || isOver(since)) {
				throw new IllegalStateException("Redis does not end:\n" + ending.messages());
			}
		}
		ending.forgetPid();
		close();
	}

	/** Ends it, whether it can save or not. */
	@Override
	public void close() {
		Run ending = this.run;
		if (ending != null) {
			this.run = null;
			ending.letGo();
		}
	}

	/**
	 * Unpacked once, before any process is started: one that is started meanwhile would
	 * hold the file open, and then it cannot be run.
	 */
	private static final class Executable {

		static final String PATH = unpack();

		private static String unpack() {
			try {
				return RedisExecProvider.defaultProvider().get().getAbsolutePath();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/** From one start to the next end. */
	private record Run(Process keeper, Path log, Path pid) {

		void send(String signal) {
			try {
				OutputStream input = this.keeper.getOutputStream();
				input.write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
				input.flush();
			}
			catch (IOException ex) {
				// It has ended already.
			}
		}

		/** A server that was killed leaves the file, and the id to whoever is next. */
		void forgetPid() {
			try {
				Files.deleteIfExists(this.pid);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		void letGo() {
			try {
				this.keeper.getOutputStream().close();
			}
			catch (IOException ex) {
				// It has ended already.
			}
			hasEndedWithin(5000);
		}

		boolean hasEndedWithin(int milliseconds) {
			try {
				return this.keeper.waitFor(milliseconds, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return true;
			}
		}

		String messages() {
			try {
				return Files.readString(this.log);
			}
			catch (IOException ex) {
				return "It ended without a message.";
			}
		}

	}

}
