package dev.tappet.source.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.TappetApplication;
import dev.tappet.embedded.RedisProcess;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.ClusterNode;
import dev.tappet.support.RedisCluster;
import dev.tappet.support.TappetService;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that know no sharded channels, as before 7.0, and users who may not use them.
 * For the former SSUBSCRIBE is renamed on a newer server, which answers the same.
 */
@ExtendWith(OutputCaptureExtension.class)
class WithoutShardedChannelsIT {

	private final Map<String, Map<String, Integer>> heard = new ConcurrentHashMap<>();

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
	}

	private static void failing(TappetService service, String trigger, String... parts) {
		eventually().until(() -> Objects.requireNonNullElse(service.trigger(trigger).reason(), "").contains(parts[0]));
		assertThat(service.trigger(trigger).reason()).contains(parts);
		assertThat(service.health().toString()).contains(parts[0]);
	}

	private TappetService.Builder trigger(TappetService.Builder builder, String name, Map<String, ?> settings) {
		Map<String, Integer> messages = this.heard.computeIfAbsent(name, (none) -> new ConcurrentHashMap<>());
		settings.forEach((key, value) -> builder.trigger(name, Map.of("redis-pubsub." + key, value)));
		return builder.handler(name, String.class, (message, context) -> messages.merge(message, 1, Integer::sum));
	}

	/** What the preflight finds missing makes it end with 1. */
	private static int check(Path folder, String... arguments) throws IOException {
		Path file = Files.writeString(folder.resolve("application.yml"), """
				tappet:
				  defaults.handler: log
				  triggers:
				    shard.redis-pubsub: {channel: orders, sharded: true}
				    set.redis-pubsub: {keyevent: set}
				""");
		List<String> all = new ArrayList<>(List.of("--tappet.check", "--spring.config.location=file:" + file));
		all.addAll(List.of(arguments));
		return SpringApplication.exit(TappetApplication.application().run(all.toArray(String[]::new)));
	}

	@Test
	void aServerThatKnowsNoneIsToldInHealthAndByThePreflight(@TempDir Path folder, CapturedOutput output)
			throws IOException {
		try (RedisProcess redis = RedisProcess.keepingIn(folder.resolve("redis"), "--rename-command", "SSUBSCRIBE", "")
			.start()) {
			TappetService.Builder builder = TappetService.builder()
				.setting("spring.data.redis.host", "127.0.0.1")
				.setting("spring.data.redis.port", redis.port());
			trigger(builder, "shard", Map.of("channel", "orders", "sharded", true));
			trigger(builder, "news", Map.of("channel", "news"));
			try (TappetService service = builder.startAnyway()) {
				failing(service, "shard", "the server knows no SSUBSCRIBE", "Redis 7.0 or later",
						"remove 'sharded: true'");
				eventually().until(() -> service.trigger("news").state() == TriggerState.RUNNING);
			}
			assertThat(check(folder, "--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redis.port()))
				.isOne();
			assertThat(output).contains("MISSING  the server knows no SSUBSCRIBE. Remedy: use Redis 7.0");
		}
	}

	@Test
	void aUserWithoutTheRightsHearsKeyEventsAndIsToldWhatIsMissing(@TempDir Path folder, CapturedOutput output)
			throws Exception {
		try (RedisCluster cluster = RedisCluster.start(3, 1, "--user", "limited", "on", ">secret", "~*", "&*", "+@all",
				"-ssubscribe", "-role")) {
			assertThat(check(folder, "--spring.data.redis.cluster.nodes=" + cluster.addresses(),
					"--spring.data.redis.username=limited", "--spring.data.redis.password=secret"))
				.isOne();
			assertThat(output).contains("no right to ssubscribe, or",
					"less able without the rights to role, ssubscribe");
			TappetService.Builder builder = TappetService.builder()
				.setting("spring.data.redis.cluster.nodes", cluster.addresses())
				.setting("spring.data.redis.username", "limited")
				.setting("spring.data.redis.password", "secret");
			trigger(builder, "shard", Map.of("channel", "orders", "sharded", true));
			trigger(builder, "news", Map.of("channel", "news"));
			for (String event : Set.of("set", "del", "expired")) {
				trigger(builder, event, Map.of("keyevent", event, "configure-notifications", true));
			}
			try (TappetService service = builder.startAnyway()) {
				failing(service, "shard", "ssubscribe", "ACL SETUSER", "&orders");
				awaitRunning(service);
				assertThat(output).contains("grant +role +ssubscribe &tappet:role:*");
				assertThat(output.getOut().split("events of keys may be missing", -1)).hasSizeLessThanOrEqualTo(3);
				ClusterNode primary = cluster.primaries().getFirst();
				ClusterNode publisher = cluster.primaries().getLast();
				Map<String, Set<String>> disturbed = send(cluster, publisher, "failover",
						() -> cluster.failOver(cluster.replicaOf(primary)));
				print("a manual failover without ssubscribe and role", disturbed);
				awaitRunning(service);
				// What is sent when it is over is heard, each once.
				Map<String, Set<String>> calm = send(cluster, publisher, "after", () -> {
				});
				print("after it", calm);
				calm.forEach((event, messages) -> assertThat(messages).as(event)
					.allMatch((message) -> heard(event).getOrDefault(message, 0) == 1));
				cluster.nodes()
					.forEach((node) -> node.redis()
						.commands()
						.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8),
								new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("limited").add("+ssubscribe")));
				eventually().until(() -> service.trigger("shard").state() == TriggerState.RUNNING);
			}
		}
	}

	private interface Disturbance {

		void run() throws Exception;

	}

	/** Sends before, while and after something happens, and waits until no more comes. */
	private Map<String, Set<String>> send(RedisCluster cluster, ClusterNode publisher, String prefix,
			Disturbance disturbance) throws Exception {
		Map<String, Set<String>> sent;
		try (EventTraffic traffic = new EventTraffic(prefix, cluster, publisher)) {
			awaitMore(traffic, 50);
			disturbance.run();
			awaitMore(traffic, 150);
			sent = traffic.confirmed();
		}
		sent.keySet().retainAll(Set.of("news", "set", "del", "expired"));
		int[] seen = { -1, 0 };
		eventually().pollInterval(Duration.ofMillis(100)).until(() -> {
			int count = this.heard.values().stream().mapToInt(Map::size).sum();
			boolean all = sent.entrySet()
				.stream()
				.allMatch((each) -> heard(each.getKey()).keySet().containsAll(each.getValue()));
			seen[1] = (count == seen[0]) ? seen[1] + 1 : 0;
			seen[0] = count;
			return seen[1] >= (all ? 5 : 20);
		});
		return sent;
	}

	private Map<String, Integer> heard(String trigger) {
		return this.heard.getOrDefault(trigger, Map.of());
	}

	private static void awaitMore(EventTraffic traffic, int messages) {
		int begin = traffic.sends();
		eventually().until(() -> traffic.sends() >= begin + messages);
	}

	private static void awaitRunning(TappetService service) {
		eventually().until(() -> Set.of("news", "set", "del", "expired")
			.stream()
			.allMatch((trigger) -> service.trigger(trigger).state() == TriggerState.RUNNING));
	}

	private void print(String what, Map<String, Set<String>> sent) {
		sent.forEach((trigger, messages) -> {
			Set<String> lost = new HashSet<>(messages);
			lost.removeAll(heard(trigger).keySet());
			long doubled = messages.stream().filter((message) -> heard(trigger).getOrDefault(message, 0) > 1).count();
			System.out.printf("%-46s %-8s sent %d, handled %d, doubled %d, lost %d%n", what, trigger, messages.size(),
					messages.size() - lost.size(), doubled, lost.size());
		});
	}

}
