package dev.tappet.operate;

import java.time.Duration;
import java.util.List;

import dev.tappet.definition.RedisListDefinition;
import dev.tappet.definition.RedisPubSubDefinition.Subscription;
import dev.tappet.definition.RedisStreamDefinition;
import dev.tappet.definition.SourceDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExampleCommandTests {

	@Test
	void addsToAStream() {
		assertThat(ExampleCommand.of(TestTrigger.stream("a", "orders", "more").definition().source()))
			.isEqualTo("XADD orders '*' hello world");
	}

	@Test
	void fillsThePayloadField() {
		SourceDefinition source = new RedisStreamDefinition(List.of("orders"), "a", "0", 10, Duration.ofSeconds(1),
				false, "body");
		assertThat(ExampleCommand.of(source)).isEqualTo("XADD orders '*' body '{\"hello\":\"world\"}'");
	}

	@Test
	void pushesToTheOtherEndOfAList() {
		assertThat(ExampleCommand.of(TestTrigger.list("a", "jobs").definition().source()))
			.isEqualTo("RPUSH jobs '{\"hello\":\"world\"}'");
		assertThat(ExampleCommand.of(new RedisListDefinition(List.of("jobs"), 10, Duration.ofSeconds(1), false,
				RedisListDefinition.Delivery.AT_LEAST_ONCE)))
			.isEqualTo("LPUSH jobs '{\"hello\":\"world\"}'");
	}

	@Test
	void quotesWhatAShellWouldTake() {
		assertThat(ExampleCommand.of(TestTrigger.list("a", "it's {a} list").definition().source()))
			.startsWith("RPUSH 'it'\\''s {a} list' ");
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
		assertThat(ExampleCommand.of(TestTrigger.pubSub("a", subscription, value).definition().source()))
			.isEqualTo(command);
	}

}
