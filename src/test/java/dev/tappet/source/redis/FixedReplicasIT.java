package dev.tappet.source.redis;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tappet.support.RedisReplicas;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.KillArgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary and replicas at fixed places: everything goes to the one that takes writes,
 * whichever that is, and wherever it stands in the list.
 */
@ExtendWith(OutputCaptureExtension.class)
class FixedReplicasIT extends FailoverConformance {

	@Override
	RedisReplicas servers(Path folder) {
		return RedisReplicas.start(folder, NODES, "--notify-keyspace-events", "KEA", "--user", "silent", "on",
				">secret", "~*", "&*", "+@all", "-role", "-info");
	}

	@Override
	void connect(TappetService.Builder builder) {
		builder.setting("spring.data.redis.masterreplica.nodes", replicasFirst());
	}

	@Override
	int failOver() {
		return replace(primary());
	}

	@Override
	int replace(int before) {
		int next = (before + 1) % NODES;
		this.replicas.promote(next);
		return next;
	}

	/** The addresses, and that of the primary last. */
	private String replicasFirst() {
		String primary = node().place();
		return String.join(",",
				List.of(this.replicas.addresses().split(",")).stream().filter((each) -> !each.equals(primary)).toList())
				+ "," + primary;
	}

	@Test
	void isToldOfChangesByThePrimary() {
		TestRedis primary = node();
		this.traffic.pause();
		assertThat(primary.connectionsOf(this.service.instance()))
			.anyMatch((line) -> line.matches(".* flags=[a-zA-Z]*t[a-zA-Z]* .*"));
	}

	@Test
	void goesOnWhenItsConnectionsToThePrimaryAreKilled() {
		TestRedis primary = node();
		this.traffic.awaitEnough();
		this.traffic.event();
		for (String line : primary.connectionsOf(this.service.instance())) {
			primary.commands().clientKill(KillArgs.Builder.id(Long.parseLong(line.substring(3, line.indexOf(' ')))));
		}
		this.traffic.awaitFlowing();
		Map<String, Heard.Result> results = this.traffic.result("FixedReplicasIT, connections killed", this.service);
		assertThat(Objects.requireNonNull(results.get(Traffic.POPPED)).doubled()).isZero();
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
		assertThat(node().keys("tappet:role")).isEmpty();
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
