package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.tappet.source.Problems;
import dev.tappet.source.kafka.poll.KafkaDefinition.GroupProtocol;
import dev.tappet.source.kafka.value.FormatSettings.Format;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaBlockTests {

	private final List<String> mistaken = new ArrayList<>();

	private final Problems problems = new Problems() {

		@Override
		public void add(String key, String problem, String remedy) {
			KafkaBlockTests.this.mistaken.add(key);
		}

		@Override
		public boolean isSet(String key) {
			return false;
		}

	};

	private @Nullable KafkaDefinition define(List<String> topics, @Nullable String group, String start,
			@Nullable String letters) {
		return new KafkaBlock(topics, group, start, 500, Format.TEXT, Format.TEXT, null, GroupProtocol.CLASSIC,
				Duration.ofSeconds(10), 10_000, letters)
			.define("orders-in", this.problems);
	}

	@Test
	void namesTheGroupLikeTheTriggerAndTheDeadLettersLikeTheTopic() {
		KafkaDefinition definition = Objects
			.requireNonNull(define(List.of("orders", "returns"), null, "beginning", null));
		assertThat(definition.group()).isEqualTo("orders-in");
		assertThat(definition.startFrom()).isEqualTo(new StartFrom.Beginning());
		assertThat(definition.deadLetterTopic("returns")).isEqualTo("returns-poison");
		assertThat(this.mistaken).isEmpty();
	}

	@Test
	void beginsWithATime() {
		KafkaDefinition definition = Objects
			.requireNonNull(define(List.of("orders"), "g", "2026-01-31T12:00:00Z", "gone"));
		assertThat(definition.startFrom()).isEqualTo(new StartFrom.At(Instant.parse("2026-01-31T12:00:00Z")));
		assertThat(definition.deadLetterTopic("orders")).isEqualTo("gone");
	}

	@Test
	void reportsThatThereIsNoTopic() {
		assertThat(define(List.of(), null, "latest", null)).isNull();
		assertThat(this.mistaken).containsExactly("topic");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a b", "orders/1", "orders*" })
	void reportsWhatIsNoNameOfATopic(String topic) {
		define(List.of("orders", topic), null, "latest", null);
		assertThat(this.mistaken).containsExactly("topic[1]");
	}

	@Test
	void reportsEveryMistake() {
		define(List.of("orders", "orders"), " ", "yesterday", "orders");
		assertThat(this.mistaken).containsExactlyInAnyOrder("topic[1]", "group", "start-from", "dead-letter-topic");
	}

}
