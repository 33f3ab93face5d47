package dev.tappet.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.embedded.RedisProcess;

import org.springframework.util.FileSystemUtils;

/**
 * This machine, with the embedded server.
 */
final class LocalHost implements NodeHost {

	private final Path folder = temporaryFolder();

	private final AtomicInteger numbers = new AtomicInteger();

	private static Path temporaryFolder() {
		try {
			return Files.createTempDirectory("tappet-cluster");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public NodeProcess process(List<String> options) {
		Path home = this.folder.resolve("node-" + this.numbers.getAndIncrement());
		return new Local(RedisProcess.keepingIn(home, options.toArray(String[]::new)));
	}

	@Override
	public void close() {
		try {
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Local(RedisProcess process) implements NodeProcess {

		@Override
		public int port() {
			return this.process.port();
		}

		@Override
		public void start() {
			this.process.start();
		}

		@Override
		public void stop() {
			this.process.stop();
		}

		@Override
		public void kill() {
			this.process.kill();
		}

		@Override
		public void signal(String name, long pid) {
			try {
				Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
				if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
					throw new IllegalStateException("no signal was sent to " + pid);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

}
