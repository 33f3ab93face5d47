package dev.tappet.source.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.tappet.source.redis.Heard.Result;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.RedisReplicas;
import dev.tappet.support.RedisSentinels;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several servers that are signed in to with tokens, each of which takes the last two.
 */
class TokenTopologiesIT {

	private static final String OWNER = "11111111-2222-3333-4444-555555555555";

	private static final String PREFIX = "tappet.connections.azure.";

	private static final int NODES = 3;

	private static final int SECONDS = 3;

	/** Gives out tokens that the servers take, and forget as they end. */
	private static TokenStub tokensOf(List<TestRedis> servers) {
		List<String> valid = new ArrayList<>();
		return new TokenStub(OWNER, SECONDS, (token) -> {
			valid.add(token);
			List<String> words = new ArrayList<>(List.of("SETUSER", OWNER, "on", ">" + token, "~*", "&*", "+@all"));
			if (valid.size() > 2) {
				words.add("<" + valid.removeFirst());
			}
			servers.forEach((server) -> TokenStub.acl(server.commands(), words));
		});
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20));
	}

	/** Waits until two more tokens were given and all connections are signed in anew. */
	private static void awaitRenewal(TokenStub tokens, TestRedis server) {
		int before = tokens.tokens().size();
		long signIns = signIns(server);
		eventually().until(() -> tokens.tokens().size() >= before + 2 && signIns(server) >= signIns + 4);
	}

	private static long signIns(TestRedis server) {
		Matcher found = Pattern.compile("cmdstat_auth:calls=(\\d+),.*failed_calls=0")
			.matcher(server.commands().info("commandstats"));
		return found.find() ? Long.parseLong(found.group(1)) : 0;
	}

	@Test
	void goesOnUnderSentinel(@TempDir Path folder) {
		try (RedisReplicas replicas = RedisReplicas.start(folder, NODES, "--notify-keyspace-events", "KEA");
				RedisSentinels sentinels = RedisSentinels.start(folder, replicas, NODES - 1, null, null)) {
			goesOn("tokens under Sentinel", replicas,
					Map.of("sentinel.master", RedisSentinels.MASTER, "sentinel.nodes", sentinels.addresses()),
					sentinels::failover);
		}
	}

	@Test
	void goesOnWithReplicasAtFixedPlaces(@TempDir Path folder) {
		try (RedisReplicas replicas = RedisReplicas.start(folder, NODES, "--notify-keyspace-events", "KEA")) {
			goesOn("tokens on fixed replicas", replicas, Map.of("masterreplica.nodes", replicas.addresses()), () -> {
				replicas.promote(1);
				return 1;
			});
		}
	}

	private static void goesOn(String name, RedisReplicas replicas, Map<String, Object> place, IntSupplier failover) {
		List<TestRedis> servers = IntStream.range(0, NODES).mapToObj(replicas::node).toList();
		try (TokenStub tokens = tokensOf(servers); Traffic traffic = new Traffic()) {
			TappetService.Builder builder = traffic.triggers(TappetService.builder())
				.setting("tappet.defaults.connection", "azure");
			place.forEach((key, value) -> builder.setting(PREFIX + key, value));
			tokens.application(TokenStub.SECRET).forEach((key, value) -> builder.setting(PREFIX + key, value));
			try (TappetService service = builder.start()) {
				traffic.start().to(replicas.node(0));
				traffic.awaitEnough();
				awaitRenewal(tokens, replicas.node(0));
				traffic.awaitFlowing();
				traffic.publishOnly();
				traffic.event();
				TestRedis next = replicas.node(failover.getAsInt());
				traffic.to(next);
				traffic.awaitFlowing();
				awaitRenewal(tokens, next);
				traffic.awaitFlowing();
				assertThat(next.connectionsOf(service.instance())).hasSize(2)
					.allMatch((line) -> line.contains(" user=" + OWNER + " "));
				traffic.result(name + ", renewed, failed over, renewed", service);
			}
		}
	}

	@Test
	void goesOnOnACluster() throws Exception {
		try (RedisCluster cluster = RedisCluster.start(3, 1);
				TokenStub tokens = tokensOf(cluster.nodes().stream().map(ClusterNode::redis).toList())) {
			List<String> settings = new ArrayList<>(
					List.of("tappet.defaults.connection=azure", PREFIX + "cluster.nodes=" + cluster.addresses()));
			tokens.application(TokenStub.SECRET).forEach((key, value) -> settings.add(PREFIX + key + "=" + value));
			try (EventService service = new EventService(cluster, settings.toArray(String[]::new))) {
				ClusterNode primary = cluster.primaryOf(EventTraffic.STREAM);
				ClusterNode replica = cluster.replicaOf(primary);
				Map<String, Result> results = service.results("tokens on a cluster", cluster.otherPrimary(primary),
						(traffic) -> {
							traffic.keep(true);
							awaitRenewal(tokens, primary.redis());
							cluster.failOver(replica);
							awaitRenewal(tokens, replica.redis());
						});
				EventService.assertNothingLost(results, Set.of("shard"));
			}
		}
	}

}
