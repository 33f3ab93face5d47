package dev.tappet.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.tappet.embedded.FreePorts;
import io.lettuce.core.RedisException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Three Sentinels that watch a primary and its replicas as {@code main}, and take a
 * primary for dead after a second.
 */
public final class RedisSentinels implements AutoCloseable {

	/** The name that they have for the primary. */
	public static final String MASTER = "main";

	private static final int COUNT = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final RedisReplicas replicas;

	private final List<Sentinel> sentinels = new ArrayList<>();

	private record Sentinel(SentinelProcess process, TestRedis redis, int port) {
	}

	private RedisSentinels(RedisReplicas replicas) {
		this.replicas = replicas;
	}

	/**
	 * Starts Sentinels beside a primary, and waits until they know each other and all
	 * replicas.
	 * @param folder where they keep what they know
	 * @param replicas whom they watch
	 * @param replicaCount how many replicas they have to find
	 * @param password what clients have to say, or {@code null}
	 * @param certificates theirs, or {@code null} where they speak no TLS
	 * @return the Sentinels
	 */
	public static RedisSentinels start(Path folder, RedisReplicas replicas, int replicaCount, @Nullable String password,
			@Nullable Certificates certificates) {
		RedisSentinels all = new RedisSentinels(replicas);
		try {
			for (int i = 0; i < COUNT; i++) {
				all.add(folder.resolve("sentinel-" + i), password, certificates);
			}
			all.sentinels.forEach((sentinel) -> Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> knows(sentinel, "num-slaves", replicaCount)
						&& knows(sentinel, "num-other-sentinels", COUNT - 1)));
		}
		catch (RuntimeException ex) {
			all.close();
			throw ex;
		}
		return all;
	}

	private void add(Path folder, @Nullable String password, @Nullable Certificates certificates) {
		int port = FreePorts.next();
		int tls = FreePorts.next();
		List<String> lines = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir " + folder,
				"sentinel monitor " + MASTER + " 127.0.0.1 " + this.replicas.replicationPort(this.replicas.primary())
						+ " 2",
				"sentinel down-after-milliseconds " + MASTER + " 1000", "sentinel failover-timeout " + MASTER + " 5000",
				"sentinel parallel-syncs " + MASTER + " 1"));
		if (password != null) {
			lines.add("requirepass " + password);
			lines.add("sentinel sentinel-pass " + password);
		}
		if (certificates != null) {
			List<String> options = certificates.options(Certificates.SERVER, tls, false);
			for (int i = 0; i < options.size(); i += 2) {
				lines.add(options.get(i).substring(2) + " " + options.get(i + 1));
			}
			lines.add("tls-replication yes");
		}
		SentinelProcess process = SentinelProcess.start(folder, lines);
		this.sentinels.add(
				new Sentinel(process, new TestRedis("127.0.0.1", port, password), (certificates != null) ? tls : port));
	}

	private static boolean knows(Sentinel sentinel, String what, int count) {
		try {
			return sentinel.redis().sentinel().master(MASTER).getOrDefault(what, "").equals(String.valueOf(count));
		}
		catch (RedisException ex) {
			return false;
		}
	}

	/** The Sentinels as a list of addresses. */
	public String addresses() {
		return this.sentinels.stream()
			.map((sentinel) -> "127.0.0.1:" + sentinel.port())
			.collect(Collectors.joining(","));
	}

	/** Has the Sentinels promote a replica, and waits until it is done. */
	public int failover() {
		int before = this.replicas.primary();
		// The first may have been frozen, and takes no part for a while then.
		Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
			this.sentinels.getLast().redis().sentinel().failover(MASTER);
			return true;
		});
		return awaitAnother(before);
	}

	/** Waits until another node says that it is a primary; the old one may say so too. */
	public int awaitAnother(int before) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.replicas.primaries().stream().filter((node) -> node != before).findFirst().orElse(-1),
					(now) -> now >= 0);
	}

	/** Freezes a Sentinel: it takes connections and answers nothing. */
	public void freeze(int number) {
		this.sentinels.get(number).process().signal("STOP");
	}

	/** Has a frozen Sentinel go on. */
	public void thaw(int number) {
		this.sentinels.get(number).process().signal("CONT");
	}

	@Override
	public void close() {
		for (Sentinel sentinel : this.sentinels) {
			sentinel.redis().disconnect();
			sentinel.process().close();
		}
	}

}
