package dev.tappet.support;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.embedded.FreePorts;

/**
 * One process of a {@link RedisCluster}.
 */
public final class ClusterNode implements AutoCloseable {

	private final NodeProcess process;

	private final TestRedis redis;

	private final int busPort = FreePorts.next();

	private volatile boolean running;

	ClusterNode(NodeHost host, String... options) {
		List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf",
				"--cluster-node-timeout", "1000", "--cluster-port", String.valueOf(this.busPort), "--save", "",
				"--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1",
				"--cluster-replica-validity-factor", "0", "--cluster-allow-replica-migration", "no"));
		all.addAll(List.of(options));
		this.process = host.process(all);
		this.redis = new TestRedis("127.0.0.1", this.process.port());
	}

	/** The node alone: its commands follow no redirections. */
	public TestRedis redis() {
		return this.redis;
	}

	int busPort() {
		return this.busPort;
	}

	/** The name of the node in its cluster. */
	public String id() {
		return this.redis.commands().clusterMyId();
	}

	/** Starts it, with its place in the cluster and what it has saved. */
	public void start() {
		this.process.start();
		this.running = true;
	}

	boolean isRunning() {
		return this.running;
	}

	/** Ends it in order. */
	public void stop() {
		this.running = false;
		this.redis.disconnect();
		this.process.stop();
	}

	/** Ends it like {@code kill -9}. */
	public void kill() {
		this.running = false;
		this.redis.disconnect();
		this.process.kill();
	}

	/**
	 * Stops it from running, with its connections open.
	 * @return its process, by which it runs on
	 */
	public long freeze() {
		long pid = this.redis.commands()
			.info("server")
			.lines()
			.filter((line) -> line.startsWith("process_id:"))
			.mapToLong((line) -> Long.parseLong(line.substring("process_id:".length()).strip()))
			.findFirst()
			.orElseThrow();
		this.process.signal("STOP", pid);
		return pid;
	}

	/**
	 * Lets it run on.
	 * @param pid its process
	 */
	public void thaw(long pid) {
		this.process.signal("CONT", pid);
	}

	@Override
	public void close() {
		this.running = false;
		this.redis.disconnect();
		this.process.close();
	}

	@Override
	public String toString() {
		return this.redis.place();
	}

}
