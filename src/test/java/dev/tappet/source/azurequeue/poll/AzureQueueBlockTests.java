package dev.tappet.source.azurequeue.poll;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AzureQueueBlockTests {

	private final Map<String, String> found = new LinkedHashMap<>();

	private final Problems problems = new Problems() {

		@Override
		public void add(String key, String problem, String remedy) {
			AzureQueueBlockTests.this.found.put(key, problem + " " + remedy);
		}

		@Override
		public boolean isSet(String key) {
			return false;
		}

	};

	private @Nullable AzureQueueDefinition define(@Nullable String queue, @Nullable String letters,
			@Nullable String option) {
		return new AzureQueueBlock(queue, MessageEncoding.BASE64, 16, Duration.ofSeconds(5), Duration.ofMillis(1500),
				letters, option, option, option)
			.define("orders-in", this.problems);
	}

	@Test
	void namesTheQueueOfDeadLettersLikeTheQueueAndCountsWholeSeconds() {
		AzureQueueDefinition definition = Objects.requireNonNull(define("orders", null, null));
		assertThat(definition.deadLetterQueue()).isEqualTo("orders-poison");
		assertThat(definition.lease()).isEqualTo(Duration.ofSeconds(2));
		assertThat(definition.reads()).containsExactly("orders");
		assertThat(definition.count()).isEqualTo(16);
		assertThat(this.found).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Orders", "a", "or--ders", "-orders", "orders-", "orders_in", "b\u00fcro",
			"a123456789012345678901234567890123456789012345678901234567890123" })
	void reportsANameThatAzureRefusesWithItsRule(String queue) {
		assertThat(define(queue, null, null)).isNull();
		assertThat(this.found).containsOnlyKeys("queue-name");
		assertThat(this.found.get("queue-name")).contains("3 to 63 lower-case letters, digits and single dashes");
	}

	@Test
	void reportsThatThereIsNoQueue() {
		assertThat(define(null, null, null)).isNull();
		assertThat(this.found).containsOnlyKeys("queue-name");
	}

	@Test
	void reportsAQueueOfDeadLettersThatCannotBe() {
		define("orders", "Gone", null);
		assertThat(this.found.get("dead-letter-queue")).contains("Azure refuses");
		define("orders", "orders", null);
		assertThat(this.found.get("dead-letter-queue")).contains("reads this queue itself");
		define("a".repeat(60), null, null);
		assertThat(this.found.get("queue-name")).contains("'-poison'", "'dead-letter-queue'");
	}

	@Test
	void answersTheOptionsOfAzuresTriggerWithOurs() {
		define("orders", null, "8");
		assertThat(this.found).containsOnlyKeys("new-batch-threshold", "visibility-timeout", "max-dequeue-count");
		assertThat(this.found.get("new-batch-threshold")).contains("'concurrency'");
		assertThat(this.found.get("visibility-timeout")).contains("'retry.initial-delay'");
		assertThat(this.found.get("max-dequeue-count")).contains("'retry.max-attempts'");
	}

}
