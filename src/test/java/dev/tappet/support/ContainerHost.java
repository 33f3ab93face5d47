package dev.tappet.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

import dev.tappet.embedded.FreePorts;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * One container, in which the server of an image runs several times. Inside and outside
 * the nodes have the same addresses, so that what they tell of each other is true for
 * clients too.
 */
final class ContainerHost implements NodeHost {

	/** It ends by itself where nobody is left who would end it. */
	private static final String KEEPER = "echo ready; i=0; while [ $i -lt 900 ]; do sleep 1; i=$((i + 1)); done";

	private static final String START = """
			node=$1
			shift
			mkdir -p "/tmp/$node"
			cd "/tmp/$node" || exit 1
			$(command -v valkey-server || command -v redis-server) --port "$node" --bind 0.0.0.0 \
				--protected-mode no --daemonize yes --dir "/tmp/$node" --pidfile "/tmp/$node.pid" \
				--logfile "/tmp/$node/log" --cluster-announce-ip 127.0.0.1 "$@" || exit 1
			for _ in $(seq 300); do
				$(command -v valkey-cli || command -v redis-cli) -p "$node" ping | grep -q PONG && exit 0
				sleep 0.1
			done
			cat "/tmp/$node/log"
			exit 1
			""";

	/** What was killed may remain as a zombie. */
	private static final String END = """
			pid=$(cat "/tmp/$2.pid") || exit 0
			rm -f "/tmp/$2.pid"
			kill -"$1" "$pid"
			for _ in $(seq 300); do
				grep -q '^State:[[:space:]]*[^Z[:space:]]' "/proc/$pid/status" 2>/dev/null || exit 0
				sleep 0.05
			done
			exit 1
			""";

	private final GenericContainer<?> container;

	private final Queue<Integer> ports;

	private ContainerHost(GenericContainer<?> container, List<Integer> ports) {
		this.container = container;
		this.ports = new ArrayDeque<>(ports);
	}

	/**
	 * Starts the container, without any server in it.
	 * @param image the image
	 * @param nodes how many servers it will have at most
	 */
	static ContainerHost start(String image, int nodes) {
		List<Integer> ports = Stream.generate(FreePorts::next).distinct().limit(nodes).toList();
		GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
			.withImagePullPolicy((name) -> false)
			.waitingFor(Wait.forLogMessage("ready.*", 1))
			.withCreateContainerCmdModifier((create) -> create.withEntrypoint("sh", "-c", KEEPER));
		container.setPortBindings(ports.stream().map((port) -> "127.0.0.1:" + port + ":" + port).toList());
		container.start();
		return new ContainerHost(container, ports);
	}

	@Override
	public NodeProcess process(List<String> options) {
		return new Contained(this.ports.remove(), options);
	}

	private void run(String script, String... arguments) {
		String[] command = Stream.concat(Stream.of("sh", "-c", script, "sh"), Stream.of(arguments))
			.toArray(String[]::new);
		try {
			ExecResult result = this.container.execInContainer(command);
			if (result.getExitCode() != 0) {
				throw new IllegalStateException(result.getStdout() + result.getStderr());
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
		this.container.close();
	}

	private final class Contained implements NodeProcess {

		private final int port;

		private final List<String> options;

		Contained(int port, List<String> options) {
			this.port = port;
			this.options = options;
		}

		@Override
		public int port() {
			return this.port;
		}

		@Override
		public void start() {
			run(START,
					Stream.concat(Stream.of(String.valueOf(this.port)), this.options.stream()).toArray(String[]::new));
		}

		@Override
		public void stop() {
			run(END, "TERM", String.valueOf(this.port));
		}

		@Override
		public void kill() {
			run(END, "KILL", String.valueOf(this.port));
		}

		@Override
		public void signal(String name, long pid) {
			run("kill -\"$1\" \"$2\"", name, String.valueOf(pid));
		}

		/** Ends with its container. */
		@Override
		public void close() {
		}

	}

}
