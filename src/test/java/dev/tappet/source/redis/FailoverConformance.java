package dev.tappet.source.redis;

import java.nio.file.Path;
import java.time.Duration;

import dev.tappet.support.RedisReplicas;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
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
 * A primary with replicas is followed, whoever says which of them is the primary.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FailoverConformance {

	static final int NODES = 3;

	RedisReplicas replicas;

	Traffic traffic;

	TappetService service;

	/** Starts all servers. */
	abstract RedisReplicas servers(Path folder);

	/** Says where they are. */
	abstract void connect(TappetService.Builder builder);

	/** Has another node become the primary, and tells which. */
	abstract int failOver();

	/** Has another node take the place of a killed one, and tells which. */
	abstract int replace(int killed);

	@BeforeAll
	void startServers(@TempDir Path folder) {
		this.replicas = servers(folder);
	}

	@BeforeEach
	void start() {
		node().clear();
		this.traffic = new Traffic();
		TappetService.Builder builder = this.traffic.triggers(TappetService.builder());
		connect(builder);
		this.service = builder.start();
		this.traffic.start().to(node());
		this.traffic.awaitFlowing();
	}

	final int primary() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).until(this.replicas::primary, (found) -> found >= 0);
	}

	final TestRedis node() {
		return this.replicas.node(primary());
	}

	@AfterEach
	void stop() {
		this.traffic.close();
		this.service.close();
	}

	@AfterAll
	void stopServers() {
		if (this.replicas != null) {
			this.replicas.close();
		}
	}

	@Test
	@Order(1)
	void followsAFailoverByHand() {
		this.traffic.awaitEnough();
		// What is written to the old primary from here on Redis forgets.
		this.traffic.publishOnly();
		this.traffic.event();
		long event = System.nanoTime();
		report("failover by hand", event, failOver());
	}

	@Test
	@Order(2)
	void goesOnWhenAllServersWereRestarted() {
		this.traffic.awaitEnough();
		this.traffic.pause();
		this.traffic.event();
		long event = System.nanoTime();
		this.replicas.restartAll();
		report("all servers restarted", event, primary());
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void followsWhenThePrimaryIsKilled() {
		int before = primary();
		this.traffic.awaitEnough();
		this.traffic.pause();
		this.traffic.event();
		long event = System.nanoTime();
		this.replicas.kill(before);
		report("primary killed", event, replace(before));
	}

	private void report(String name, long event, int next) {
		long promoted = System.nanoTime();
		String whole = getClass().getSimpleName() + ", " + name;
		this.traffic.to(this.replicas.node(next));
		this.traffic.awaitFlowing();
		System.out.printf("%s: the primary took writes after %d ms, all triggers read it %d ms later%n", whole,
				Duration.ofNanos(promoted - event).toMillis(),
				Duration.ofNanos(System.nanoTime() - promoted).toMillis());
		this.traffic.result(whole, this.service);
	}

}
