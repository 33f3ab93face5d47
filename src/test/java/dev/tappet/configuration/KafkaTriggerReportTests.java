package dev.tappet.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.tappet.source.SourceTypes;
import dev.tappet.source.kafka.KafkaTypes;
import dev.tappet.source.kafka.connection.KafkaConnectionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a report says of the keys of triggers that read topics: one line for each mistake.
 */
class KafkaTriggerReportTests {

	@ParameterizedTest
	@ValueSource(strings = { "topic: orders", "topic: [orders, returns]", "topic: orders, returns",
			"topic: orders\nstart-from: 2026-01-31T12:00:00Z", "topic: orders\nvalue-format: avro",
			"topic: orders\ngroup-protocol: consumer\nsession-timeout: 20s\nwindow: 5\ndead-letter-topic: lost" })
	void takesWhatIsRight(String keys) {
		assertThat(trigger(keys).read().problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					topic: orders-*                           | topic | orders-* | Not the name of a topic.
					topic: {name: orders}                     | topic.name | orders | A block of keys where a value belongs.
					topic: orders\\ncount: many               | count | many | Not a
					topic: orders\\ncount: 1.5                | count | 1.5 | Not a
					topic: orders\\ncount: 0                  | count | 0 | Out of range
					topic: orders\\nsession-timeout: soon     | session-timeout | soon | Not a
					topic: orders\\nvalue-format: json        | value-format | json | Not one of the values
					topic: orders\\ngroup-protocol: new       | group-protocol | new | Not one of the values
					topic: orders\\nstart-from: yesterday     | start-from | yesterday | Not a place in a topic.
					topic: orders\\navro-schema: file:/x.avsc | avro-schema | file:/x.avsc | Neither values nor keys are read as avro.
					topic: orders\\nvalue-format: avro\\navro-schema: file:/nowhere.avsc | avro-schema | file:/nowhere.avsc | No such
					topic: orders\\ngrup: a                   | grup | a | Unknown key.
					""")
	void reportsAMistake(String keys, String key, String value, String problem) {
		ConfigurationProblem found = trigger(keys.replace("\\n", "\n")).onlyProblem();
		assertThat(found.key()).startsWith("tappet.triggers.orders-in.kafka." + key);
		assertThat(found.value()).isEqualTo(value);
		assertThat(found.problem()).startsWith(problem).doesNotContain("\n");
		assertThat(found.place()).startsWith("config/application.yml:");
		assertThat(found.remedy()).isNotBlank().doesNotContain("\n");
	}

	@Test
	void reportsASchemaThatCannotBeRead(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("order.avsc"), "{\"type\":\"recrod\"}");
		ConfigurationProblem found = trigger("topic: orders\nvalue-format: avro\navro-schema: " + file.toUri())
			.onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.triggers.orders-in.kafka.avro-schema");
		assertThat(found.problem()).contains("schema").doesNotContain("\n");
		System.out.println("Kafka, a schema that cannot be read: " + found.problem() + " " + found.remedy());
	}

	private static Configured trigger(String keys) {
		return Configured.by("tappet:\n  triggers:\n    orders-in:\n      kafka:\n" + keys.indent(8))
			.knowing(new SourceTypes(List.of(KafkaTypes.topics())), List.of(new KafkaConnectionType(() -> null)));
	}

}
