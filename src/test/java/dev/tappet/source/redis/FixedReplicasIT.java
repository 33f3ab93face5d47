package dev.tappet.source.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.tappet.support.RedisReplicas;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.KillArgs;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary and replicas at fixed places: everything goes to the one that takes writes,
 * whichever that is, and wherever it stands in the list.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class FixedReplicasIT {

	private RedisReplicas replicas;

	private Traffic traffic;

	private TappetService service;

	@BeforeAll
	void startServers(@TempDir Path folder) {
		this.replicas = RedisReplicas.start(folder, 3, "--notify-keyspace-events", "KEA", "--user", "silent", "on",
				">secret", "~*", "&*", "+@all", "-role", "-info");
	}

	@BeforeEach
	void start() {
		this.replicas.node(primary()).clear();
		this.traffic = new Traffic();
		this.service = this.traffic.triggers(TappetService.builder())
			.setting("spring.data.redis.masterreplica.nodes", replicasFirst())
			.start();
		this.traffic.start().to(this.replicas.node(primary()));
		this.traffic.awaitFlowing();
	}

	/** The addresses, and that of the primary last. */
	private String replicasFirst() {
		String primary = this.replicas.node(primary()).place();
		return String.join(",",
				List.of(this.replicas.addresses().split(",")).stream().filter((each) -> !each.equals(primary)).toList())
				+ "," + primary;
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

	private int primary() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).until(this.replicas::primary, (found) -> found >= 0);
	}

	@Test
	void isToldOfChangesByThePrimary() {
		TestRedis primary = this.replicas.node(primary());
		this.traffic.to(null);
		assertThat(primary.connectionsOf(this.service.instance()))
			.anyMatch((line) -> line.matches(".* flags=[a-zA-Z]*t[a-zA-Z]* .*"));
	}

	@Test
	void goesOnWhenItsConnectionsToThePrimaryAreKilled() {
		TestRedis primary = this.replicas.node(primary());
		long event = System.nanoTime();
		for (String line : primary.connectionsOf(this.service.instance())) {
			primary.commands().clientKill(KillArgs.Builder.id(Long.parseLong(line.substring(3, line.indexOf(' ')))));
		}
		this.traffic.awaitFlowing();
		Map<String, Integer> doubled = this.traffic.result("fixed replicas, connections killed", event);
		assertThat(doubled).containsEntry(Traffic.CHANNEL, 0)
			.containsEntry(Traffic.EVENT, 0)
			.containsEntry(Traffic.POPPED, 0);
	}

	@Test
	void followsAReplicaThatIsPromoted() {
		int before = primary();
		int next = (before + 1) % 3;
		this.traffic.to(null);
		long event = System.nanoTime();
		this.replicas.promote(next);
		this.traffic.to(this.replicas.node(next));
		this.traffic.awaitFlowing();
		this.traffic.result("fixed replicas, promoted by hand", event);
	}

	@Test
	void followsAReplicaThatIsPromotedInPlaceOfAKilledPrimary() {
		int before = primary();
		int next = (before + 1) % 3;
		long event = System.nanoTime();
		this.traffic.to(null);
		this.replicas.kill(before);
		this.replicas.promote(next);
		this.traffic.to(this.replicas.node(next));
		this.traffic.awaitFlowing();
		this.traffic.result("fixed replicas, primary killed", event);
		this.replicas.restart(before, "--replicaof", "127.0.0.1", String.valueOf(this.replicas.node(next).port()));
		this.replicas.follow(next);
	}

	@Test
	void findsThePrimaryByAWriteWhereTheUserMayNotAsk(CapturedOutput output) {
		this.service.close();
		this.service = this.traffic.triggers(TappetService.builder())
			.setting("spring.data.redis.masterreplica.nodes", replicasFirst())
			.setting("spring.data.redis.username", "silent")
			.setting("spring.data.redis.password", "secret")
			.start();
		this.traffic.awaitFlowing();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Allow ROLE to the user"))).hasSize(1);
		assertThat(this.replicas.node(primary()).keys("tappet:role")).isEmpty();
	}

	@Test
	void takesSeveralHostsOfAConnectionString() {
		this.service.close();
		TappetService.Builder builder = this.traffic.triggers(TappetService.builder())
			.setting("tappet.connections.several.connection-string", replicasFirst() + ",abortConnect=False")
			.setting("tappet.defaults.connection", "several");
		this.service = builder.start();
		this.traffic.awaitFlowing();
	}

}
