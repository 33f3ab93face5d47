package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	private final Map<String, JsonNode> metadata = ConfigurationMetadata.read().properties();

	@Test
	void explainsEveryKey() {
		List<String> keys = new ArrayList<>();
		collect("tappet", AllKinds.known().root(), keys);
		assertThat(keys).hasSizeGreaterThan(40).allSatisfy((key) -> {
			assertThat(property(key).path("description").asString("")).endsWith(".");
		});
	}

	@Test
	void explainsEveryKeyThatMattersInAConnection() {
		for (String key : List.of("connection-string", "url", "host", "port", "username", "password", "database",
				"ssl.enabled", "ssl.bundle", "sentinel.master", "sentinel.nodes", "sentinel.username",
				"sentinel.password", "cluster.nodes", "cluster.max-redirects", "lettuce.cluster.refresh.period",
				"masterreplica.nodes", "timeout", "connect-timeout", "client-name")) {
			assertThat(this.metadata).containsKey("tappet.connections.*." + key);
			assertThat(isKnown(Configured.known().connection(), key)).as(key).isTrue();
		}
	}

	@Test
	void knowsAllThatItExplains() {
		List<String> keys = new ArrayList<>();
		collect("tappet", AllKinds.known().root(), keys);
		assertThat(this.metadata.keySet()).filteredOn((key) -> !key.startsWith("tappet.connections.*"))
			.allSatisfy((key) -> assertThat(keys).contains(key));
	}

	@Test
	void statesTheSameDefaultForATriggerAsForAllTriggers() {
		this.metadata.forEach((key, property) -> {
			if (key.startsWith("tappet.defaults.") && !key.equals("tappet.defaults.handler")) {
				JsonNode own = property(key.replace("tappet.defaults.", "tappet.triggers.*."));
				assertThat(own.path("defaultValue").asString()).as(key)
					.isEqualTo(property.path("defaultValue").asString())
					.isNotEmpty();
			}
		});
	}

	@Test
	void statesTheDefaultsOfTheSourceBlocks() {
		assertThat(defaults("redis-stream")).containsExactlyInAnyOrderEntriesOf(Map.of("start-from", "beginning",
				"count", "10", "polling-interval", "1s", "delete-after-process", "false"));
		assertThat(defaults("redis-list")).containsExactlyInAnyOrderEntriesOf(Map.of("count", "10", "polling-interval",
				"1s", "pop-from-beginning", "true", "delivery", "at-least-once"));
		assertThat(defaults("redis-pubsub")).containsExactlyInAnyOrderEntriesOf(
				Map.of("replicas", "all", "buffer", "10000", "configure-notifications", "false", "sharded", "false"));
	}

	private Map<String, String> defaults(String block) {
		Map<String, String> defaults = new HashMap<>();
		String prefix = "tappet.triggers.*." + block + ".";
		this.metadata.forEach((key, property) -> {
			if (key.startsWith(prefix) && property.has("defaultValue")) {
				defaults.put(key.substring(prefix.length()), property.path("defaultValue").asString());
			}
		});
		return defaults;
	}

	private JsonNode property(String key) {
		return Objects.requireNonNull(this.metadata.get(key), key);
	}

	private static boolean isKnown(KeyShape.Block block, String path) {
		@Nullable KeyShape known = block;
		for (String name : path.split("\\.", -1)) {
			known = (known instanceof KeyShape.Block within) ? within.find(name) : null;
		}
		return known instanceof KeyShape.Value;
	}

	private static void collect(String key, KeyShape known, List<String> keys) {
		switch (known) {
			case KeyShape.Value value -> keys.add(key);
			case KeyShape.Block block -> block.keys().forEach((name, child) -> collect(key + "." + name, child, keys));
			case KeyShape.Open open -> keys.add(key);
			case KeyShape.Named named -> {
				keys.add(key);
				if (!key.endsWith("connections")) {
					collect(key + ".*", named.block(), keys);
				}
			}
		}
	}

}
