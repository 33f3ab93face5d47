package dev.tappet.source.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.Backlog;
import dev.tappet.support.Calls;
import dev.tappet.support.RedisReplicas;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server writes how many entries a group has read neither to its append-only file nor
 * to its replicas, but for where those begin. So after a restart or a failover it counts
 * what has been read since as waiting, for good, unless somebody tells it.
 */
class ForgottenReadsIT {

	private static final String KEY = "orders";

	private final Calls handled = new Calls();

	@TempDir
	private Path folder;

	private RedisReplicas servers;

	private TappetService service;

	@BeforeEach
	void start() {
		this.servers = RedisReplicas.start(this.folder, 2);
		this.service = TappetService.builder()
			.setting("spring.data.redis.masterreplica.nodes", this.servers.addresses())
			.handler("orders", String.class, this.handled::add)
			.trigger("orders", Map.of("redis-stream.key", KEY, "redis-stream.polling-interval", "100ms"))
			.start()
			.awaitRunning();
	}

	@AfterEach
	void stop() {
		this.service.close();
		this.servers.close();
	}

	@Test
	void nothingWaitsAfterTheServerWasKilledAndStartedAgain() {
		forgetTwenty();
		awaitRightCount(this.servers.node(0));
	}

	@Test
	void isCountedRightlyAgainWhileMessagesKeepComing() {
		forgetTwenty();
		AtomicInteger sent = new AtomicInteger(50);
		eventually().pollInterval(Duration.ofMillis(20)).until(() -> {
			this.servers.node(0).commands().xadd(KEY, Map.of("number", "" + sent.incrementAndGet()));
			return lag(this.servers.node(0)) < 10;
		});
		eventually().until(() -> this.handled.count() == sent.get());
		assertThat(this.servers.node(0).commands().xinfoGroups(KEY).toString())
			.contains("entries-read, " + sent.get() + ", lag, 0");
	}

	private void forgetTwenty() {
		handle(this.servers.node(0), 30);
		this.servers.node(0).commands().bgrewriteaof();
		eventually().until(() -> !this.servers.node(0).commands().info("persistence").contains("_in_progress:1")
				&& !this.servers.node(0).commands().info("persistence").contains("aof_rewrite_scheduled:1"));
		handle(this.servers.node(0), 20);
		this.servers.kill(0);
		this.servers.restart(0);
	}

	private static long lag(TestRedis server) {
		List<?> group = (List<?>) server.commands().xinfoGroups(KEY).getFirst();
		return (Long) group.get(group.indexOf("lag") + 1);
	}

	@Test
	void nothingWaitsAfterAReplicaWasPromoted() {
		handle(this.servers.node(0), 30);
		// It begins anew with what has been read up to here.
		this.servers.node(1).commands().replicaofNoOne();
		this.servers.follow(0);
		handle(this.servers.node(0), 20);
		this.servers.node(0).commands().waitForReplication(1, 10_000);
		this.servers.promote(1);
		awaitRightCount(this.servers.node(1));
	}

	private void handle(TestRedis server, int messages) {
		int before = this.handled.count();
		for (int i = 0; i < messages; i++) {
			server.commands().xadd(KEY, Map.of("number", "" + i));
		}
		eventually().until(() -> this.handled.count() == before + messages && unfinished() == 0);
	}

	private void awaitRightCount(TestRedis server) {
		eventually().untilAsserted(() -> {
			assertThat(this.service.backlog("orders")).isEqualTo(new Backlog(0, 0));
			assertThat(server.commands().xinfoGroups(KEY).toString()).contains("entries-read, 50, lag, 0");
		});
		handle(server, 5);
		assertThat(server.commands().xinfoGroups(KEY).toString()).contains("entries-read, 55, lag, 0");
		this.service.close();
		server.commands().xadd(KEY, Map.of("number", "last"));
		List<Object> groups = server.commands().xinfoGroups(KEY);
		assertThat(groups.toString()).contains("entries-read, 55, lag, 1");
		assertThat(this.handled.count()).isEqualTo(55);
	}

	private long unfinished() {
		return this.service.backlog("orders").inFlight();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(40));
	}

}
