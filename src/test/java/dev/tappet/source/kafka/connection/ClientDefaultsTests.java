package dev.tappet.source.kafka.connection;

import java.util.Map;
import java.util.Objects;

import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientDefaultsTests {

	@Test
	void setsOnlyWhatItsClientKnows() {
		for (boolean eventHubs : new boolean[] { false, true }) {
			ClientDefaults defaults = new ClientDefaults(eventHubs);
			assertKnown(defaults.consumer(Map.of()), ConsumerConfig.configDef());
			assertKnown(defaults.producer(Map.of()), ProducerConfig.configDef());
			assertKnown(defaults.admin(Map.of()), AdminClientConfig.configDef());
		}
	}

	private static void assertKnown(Map<String, Object> properties, ConfigDef known) {
		assertThat(known.names()).containsAll(properties.keySet());
		properties.forEach((name, value) -> {
			ConfigDef.ConfigKey key = Objects.requireNonNull(known.configKeys().get(name));
			Object parsed = ConfigDef.parseType(name, value, key.type);
			if (key.validator != null) {
				key.validator.ensureValid(name, parsed);
			}
		});
	}

	@Test
	void waitsForNothingMuchLongerThanTenSeconds() {
		assertThat(new ClientDefaults(false).consumer(Map.of())).containsEntry("request.timeout.ms", 10_000)
			.containsEntry("default.api.timeout.ms", 10_000);
		assertThat(new ClientDefaults(false).producer(Map.of())).containsEntry("max.block.ms", 10_000)
			.containsEntry("delivery.timeout.ms", 20_000);
	}

	@Test
	void givesEventHubsTheTimeoutsThatItAsksFor() {
		ClientDefaults defaults = new ClientDefaults(true);
		assertThat(defaults.consumer(Map.of())).containsEntry("session.timeout.ms", 30_000)
			.containsEntry("request.timeout.ms", 60_000)
			.containsEntry("connections.max.idle.ms", 180_000)
			.containsEntry("metadata.max.age.ms", 180_000);
		assertThat(defaults.producer(Map.of())).containsEntry("metadata.max.idle.ms", 180_000)
			.containsEntry("max.request.size", 1_000_000)
			.doesNotContainKey("session.timeout.ms");
		assertThat(new ClientDefaults(false).consumer(Map.of())).doesNotContainKey("session.timeout.ms");
	}

	@Test
	void givesALongerRequestALongerCall() {
		Map<String, String> longer = Map.of("request.timeout.ms", "45000");
		assertThat(new ClientDefaults(false).admin(longer)).containsEntry("default.api.timeout.ms", 45_000);
		assertThat(new ClientDefaults(false).consumer(longer)).containsEntry("default.api.timeout.ms", 45_000);
		assertThat(new ClientDefaults(false).producer(longer)).containsEntry("delivery.timeout.ms", 45_005);
		Map<String, String> both = Map.of("request.timeout.ms", "45000", "default.api.timeout.ms", "50000");
		assertThat(new ClientDefaults(false).admin(both)).containsEntry("default.api.timeout.ms", "50000");
	}

	@Test
	void takesTheUsersPropertiesLast() {
		assertThat(new ClientDefaults(true).consumer(Map.of("metadata.max.age.ms", "1000", "client.id", "me")))
			.containsEntry("metadata.max.age.ms", "1000")
			.containsEntry("client.id", "me");
	}

}
