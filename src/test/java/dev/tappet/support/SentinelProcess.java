package dev.tappet.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import redis.embedded.RedisExecProvider;

/**
 * A Sentinel, which ends with this process, however that ends.
 */
final class SentinelProcess implements AutoCloseable {

	private static final String KEEPER = """
			trap '' INT TERM HUP
			"$@" &
			pid=$!
			while read -r signal; do
				kill -"$signal" "$pid"
			done
			kill -KILL "$pid"
			""";

	private final Process keeper;

	private SentinelProcess(Process keeper) {
		this.keeper = keeper;
	}

	/**
	 * Starts one.
	 * @param folder where it keeps what it knows
	 * @param configuration its configuration, which it rewrites
	 * @return the Sentinel, which may not answer yet
	 */
	static SentinelProcess start(Path folder, List<String> configuration) {
		try {
			Files.createDirectories(folder);
			Path file = Files.write(folder.resolve("sentinel.conf"), configuration);
			return new SentinelProcess(new ProcessBuilder("sh", "-c", KEEPER, "tappet-sentinel",
					RedisExecProvider.defaultProvider().get().getAbsolutePath(), file.toString(), "--sentinel")
				.redirectErrorStream(true)
				.redirectOutput(folder.resolve("sentinel.log").toFile())
				.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Ends it like {@code kill -9}, or freezes it, or has it go on. */
	void signal(String signal) {
		try {
			OutputStream input = this.keeper.getOutputStream();
			input.write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
			input.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.keeper.getOutputStream().close();
			this.keeper.waitFor(5, TimeUnit.SECONDS);
		}
		catch (IOException ex) {
			this.keeper.destroyForcibly();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
