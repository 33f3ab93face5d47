package dev.tappet.source.redis;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.source.redis.lease.RedisStreamDefinition;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition.Replicas;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExampleCommandTests {

	@Test
	void addsToAStream() {
		assertThat(ExampleCommand.of(stream(null))).isEqualTo("XADD orders '*' hello world");
	}

	@Test
	void fillsThePayloadField() {
		assertThat(ExampleCommand.of(stream("body"))).isEqualTo("XADD orders '*' body '{\"hello\":\"world\"}'");
	}

	@Test
	void pushesToTheOtherEndOfAList() {
		assertThat(ExampleCommand.of(list("jobs", true))).isEqualTo("RPUSH jobs '{\"hello\":\"world\"}'");
		assertThat(ExampleCommand.of(list("jobs", false))).isEqualTo("LPUSH jobs '{\"hello\":\"world\"}'");
	}

	@Test
	void quotesWhatAShellWouldTake() {
		assertThat(ExampleCommand.of(list("it's {a} list", true))).startsWith("RPUSH 'it'\\''s {a} list' ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			CHANNEL  | alerts                | PUBLISH alerts '{"hello":"world"}'
			CHANNEL  | alerts.*              | PUBLISH 'alerts.*' '{"hello":"world"}'
			PATTERN  | alerts.*              | PUBLISH alerts.1 '{"hello":"world"}'
			PATTERN  | h[ae]llo?             | PUBLISH hallo1 '{"hello":"world"}'
			CHANNEL  | __keyspace@0__:stock  | SET stock world
			PATTERN  | __keyspace@*__:user:* | SET user:1 world
			PATTERN  | __keyevent@0__:*      | SET hello world
			KEYSPACE | user:*                | SET user:1 world
			KEYEVENT | expired               | SET hello world EX 1
			KEYEVENT | rpush                 | RPUSH hello world
			KEYEVENT | *                     | SET hello world
			""")
	void firesASubscription(Subscription subscription, String value, String command) {
		assertThat(ExampleCommand.of(new RedisPubSubDefinition(subscription, value, Replicas.ALL, 10, false)))
			.isEqualTo(command);
	}

	@Test
	void publishesToAShardedChannel() {
		assertThat(ExampleCommand
			.of(new RedisPubSubDefinition(Subscription.CHANNEL, "alerts", Replicas.ALL, 10, false, true)))
			.isEqualTo("SPUBLISH alerts '{\"hello\":\"world\"}'");
	}

	private static RedisStreamDefinition stream(@Nullable String payloadField) {
		return new RedisStreamDefinition(List.of("orders", "more"), "a", "0", 10, Duration.ofSeconds(1), false,
				payloadField);
	}

	private static RedisListDefinition list(String key, boolean popFromBeginning) {
		return new RedisListDefinition(List.of(key), 10, Duration.ofSeconds(1), popFromBeginning,
				RedisListDefinition.Delivery.AT_LEAST_ONCE);
	}

}
