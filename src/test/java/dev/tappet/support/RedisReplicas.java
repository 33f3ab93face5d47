package dev.tappet.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import dev.tappet.embedded.FreePorts;
import dev.tappet.embedded.RedisProcess;
import io.lettuce.core.RedisException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A primary and replicas, each a process that keeps its data and its port. The first is
 * the primary, until another is promoted. Where there are certificates they speak TLS as
 * well, on a port of its own, and to each other.
 */
public final class RedisReplicas implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final List<Node> nodes = new ArrayList<>();

	private record Node(RedisProcess process, TestRedis redis, int replicationPort) {

		boolean follows(int port) {
			try {
				List<Object> role = this.redis.commands().role();
				return role.getFirst().equals("slave") && role.get(2).equals((long) port)
						&& role.get(3).equals("connected");
			}
			catch (RedisException ex) {
				return false;
			}
		}

	}

	private RedisReplicas() {
	}

	/**
	 * Starts a primary with replicas and waits until they follow it.
	 * @param folder where they keep their data
	 * @param nodes how many there are, the primary included
	 * @param options of each server
	 * @return the nodes
	 */
	public static RedisReplicas start(Path folder, int nodes, String... options) {
		return start(folder, nodes, null, options);
	}

	/**
	 * Starts a primary with replicas that speak TLS too.
	 * @param folder where they keep their data
	 * @param nodes how many there are, the primary included
	 * @param certificates theirs
	 * @param options of each server
	 * @return the nodes
	 */
	public static RedisReplicas start(Path folder, int nodes, @Nullable Certificates certificates, String... options) {
		RedisReplicas all = new RedisReplicas();
		try {
			for (int i = 0; i < nodes; i++) {
				all.add(folder.resolve("node-" + i), certificates, options);
			}
			all.follow(0);
		}
		catch (RuntimeException ex) {
			all.close();
			throw ex;
		}
		return all;
	}

	private void add(Path folder, @Nullable Certificates certificates, String... options) {
		List<String> all = new ArrayList<>(List.of("--save", "", "--appendonly", "yes", "--appendfsync", "always",
				"--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1"));
		int tls = FreePorts.next();
		if (certificates != null) {
			all.addAll(certificates.options(Certificates.SERVER, tls, false));
			all.addAll(List.of("--tls-replication", "yes"));
		}
		all.addAll(Arrays.asList(options));
		RedisProcess process = RedisProcess.keepingIn(folder, all.toArray(String[]::new)).start();
		this.nodes.add(new Node(process, new TestRedis("127.0.0.1", process.port()),
				(certificates != null) ? tls : process.port()));
	}

	public TestRedis node(int number) {
		return this.nodes.get(number).redis();
	}

	/** The port on which the nodes speak with each other: that of TLS where they do. */
	public int replicationPort(int number) {
		return this.nodes.get(number).replicationPort();
	}

	/** The nodes as a list of addresses. */
	public String addresses() {
		return this.nodes.stream()
			.map((node) -> "127.0.0.1:" + node.replicationPort())
			.collect(Collectors.joining(","));
	}

	/** The only node that says that it is a primary, or -1 where it is not one alone. */
	public int primary() {
		List<Integer> found = primaries();
		return (found.size() == 1) ? found.getFirst() : -1;
	}

	/** All nodes that say that they are primaries. */
	public List<Integer> primaries() {
		List<Integer> found = new ArrayList<>();
		for (int i = 0; i < this.nodes.size(); i++) {
			try {
				if (node(i).commands().role().getFirst().equals("master")) {
					found.add(i);
				}
			}
			catch (RedisException ex) {
				// It is down.
			}
		}
		return found;
	}

	/** Makes a replica the primary and has those of the others that run follow it. */
	public void promote(int number) {
		this.nodes.get(number).redis().commands().replicaofNoOne();
		follow(number);
	}

	/** Ends all nodes in order and starts them again, with the primary that there was. */
	public void restartAll() {
		int first = primary();
		int port = replicationPort(first);
		for (Node node : this.nodes) {
			node.redis().disconnect();
			node.process().stop();
		}
		restart(first);
		for (int i = 0; i < this.nodes.size(); i++) {
			if (i != first) {
				restart(i, "--replicaof", "127.0.0.1", String.valueOf(port));
			}
		}
		Awaitility.await().atMost(PATIENCE).until(this::agree);
	}

	/** Whether one is the primary and all others follow it. */
	private boolean agree() {
		int now = primary();
		return now >= 0 && this.nodes.stream()
			.allMatch((node) -> node == this.nodes.get(now) || node.follows(replicationPort(now)));
	}

	/** Has all nodes that run follow one, and waits until they do. */
	public void follow(int number) {
		int port = this.nodes.get(number).replicationPort();
		for (int i = 0; i < this.nodes.size(); i++) {
			Node node = this.nodes.get(i);
			if (i != number && runs(node)) {
				node.redis().commands().replicaof("127.0.0.1", port);
				Awaitility.await().atMost(PATIENCE).until(() -> node.follows(port));
			}
		}
	}

	private static boolean runs(Node node) {
		try {
			return node.redis().commands().ping() != null;
		}
		catch (RedisException ex) {
			return false;
		}
	}

	/** Ends a node like {@code kill -9}. */
	public void kill(int number) {
		this.nodes.get(number).redis().disconnect();
		this.nodes.get(number).process().kill();
	}

	/**
	 * Starts a node again.
	 * @param number which
	 * @param options for this time, such as whom it follows
	 */
	public void restart(int number, String... options) {
		this.nodes.get(number).process().start(options);
	}

	@Override
	public void close() {
		for (Node node : this.nodes) {
			node.redis().disconnect();
			node.process().close();
		}
	}

}
