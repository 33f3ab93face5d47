package dev.tappet.source.redis;

import java.nio.file.Path;
import java.time.Duration;

import dev.tappet.support.Certificates;
import dev.tappet.support.RedisReplicas;
import dev.tappet.support.RedisSentinels;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A primary that Sentinels know is followed as soon as they announce another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class SentinelConformance {

	private static final int NODES = 3;

	private RedisReplicas replicas;

	private RedisSentinels sentinels;

	private Traffic traffic;

	private TappetService service;

	/** The certificates of all servers, or {@code null} where they speak no TLS. */
	abstract @Nullable Certificates certificates(Path folder);

	/** The password of the Sentinels, or {@code null} where they have none. */
	abstract @Nullable String sentinelPassword();

	/** Adds what else the connection needs. */
	abstract void secure(TappetService.Builder builder, @Nullable Certificates certificates);

	private @Nullable Certificates made;

	@BeforeAll
	void startServers(@TempDir Path folder) {
		this.made = certificates(folder);
		this.replicas = RedisReplicas.start(folder, NODES, this.made, "--notify-keyspace-events", "KEA", "--user",
				"tappet", "on", ">secret", "~*", "&*", "+@all");
		this.sentinels = RedisSentinels.start(folder, this.replicas, NODES - 1, sentinelPassword(), this.made);
	}

	@BeforeEach
	void start() {
		this.traffic = new Traffic();
		TappetService.Builder builder = this.traffic.triggers(TappetService.builder())
			.setting("spring.data.redis.sentinel.master", RedisSentinels.MASTER)
			.setting("spring.data.redis.sentinel.nodes", this.sentinels.addresses());
		secure(builder, this.made);
		this.service = builder.start();
		this.traffic.start().to(this.replicas.node(primary()));
		this.traffic.awaitFlowing();
	}

	private int primary() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).until(this.replicas::primary, (found) -> found >= 0);
	}

	@AfterEach
	void stop() {
		this.traffic.close();
		this.service.close();
	}

	@AfterAll
	void stopServers() {
		if (this.sentinels != null) {
			this.sentinels.close();
		}
		if (this.replicas != null) {
			this.replicas.close();
		}
	}

	@Test
	@Order(1)
	void startsWhileASentinelIsFrozen() {
		stop();
		this.sentinels.freeze(0);
		try {
			long event = System.nanoTime();
			start();
			System.out.printf("%s, started beside a frozen Sentinel in %d ms%n", getClass().getSimpleName(),
					Duration.ofNanos(System.nanoTime() - event).toMillis());
		}
		finally {
			this.sentinels.thaw(0);
		}
	}

	@Test
	@Order(2)
	void followsAFailoverByHand() {
		long event = System.nanoTime();
		// What is written to the old primary from here on Redis forgets.
		this.traffic.to(null);
		int next = this.sentinels.failover();
		long promoted = System.nanoTime();
		this.traffic.to(this.replicas.node(next));
		report("failover by hand", event, promoted);
	}

	@Test
	@Order(3)
	void followsWhenThePrimaryIsKilled() {
		int before = primary();
		long event = System.nanoTime();
		this.traffic.to(null);
		this.replicas.kill(before);
		int next = this.sentinels.awaitAnother(before);
		long promoted = System.nanoTime();
		this.traffic.to(this.replicas.node(next));
		report("primary killed", event, promoted);
	}

	private void report(String name, long event, long promoted) {
		this.traffic.awaitFlowing();
		System.out.printf("%s, %s: the new primary took writes after %d ms, all triggers read it %d ms later%n",
				getClass().getSimpleName(), name, Duration.ofNanos(promoted - event).toMillis(),
				Duration.ofNanos(System.nanoTime() - promoted).toMillis());
		this.traffic.result(getClass().getSimpleName() + ", " + name, event);
	}

}
