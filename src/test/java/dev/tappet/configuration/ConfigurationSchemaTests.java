package dev.tappet.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schema for editors.
 */
class ConfigurationSchemaTests {

	private static final Path FILE = Path.of("src/main/resources/META-INF/tappet-schema.json");

	private static final Pattern YAML = Pattern.compile("(?ms)^```yaml$(.*?)^```$");

	private static final String TRIGGER = "tappet: {triggers: {orders: {redis-stream: {key: orders}, %s}}}";

	private static final Schema SCHEMA = schema();

	private static Schema schema() {
		try {
			return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(Files.readString(FILE));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static List<String> complaints(String yaml) {
		return SCHEMA.validate(yaml, InputFormat.YAML).stream().map(Error::toString).toList();
	}

	@Test
	void isWhatTheKeysAre() throws IOException {
		Path made = Path.of("target", FILE.getFileName().toString());
		Files.writeString(made, ConfigurationSchema.text());
		assertThat(made).as("cp %s %s", made, FILE).hasSameTextualContentAs(FILE);
	}

	@Test
	void isOneItself() {
		assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
			.getSchema(com.networknt.schema.SchemaLocation.of("http://json-schema.org/draft-07/schema#"))
			.validate(ConfigurationSchema.text(), InputFormat.JSON)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void takesWhatTheDocumentationHas(String place, String yaml) {
		assertThat(complaints(yaml)).as(yaml).isEmpty();
	}

	static List<Object[]> takesWhatTheDocumentationHas() throws IOException {
		List<Object[]> all = new ArrayList<>();
		for (Path file : List.of(Path.of("config/application.yml"), Path.of("examples/orders/config/application.yml"),
				Path.of("examples/compose/config/application.yml"),
				Path.of("examples/compose/config/application-full.yml"))) {
			all.add(new Object[] { file.toString(), Files.readString(file) });
		}
		try (Stream<Path> pages = Stream.concat(Files.list(Path.of("docs")), Stream.of(Path.of("README.md")))) {
			for (Path page : pages.filter((each) -> each.toString().endsWith(".md")).sorted().toList()) {
				Matcher blocks = YAML.matcher(Files.readString(page));
				while (blocks.find()) {
					if (blocks.group(1).contains("\ntappet:")) {
						all.add(new Object[] { page.toString(), blocks.group(1) });
					}
				}
			}
		}
		assertThat(all).hasSizeGreaterThan(12);
		return all;
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrency: 32", "concurrency: '32'", "concurrency: '${CONCURRENCY:8}'",
			"enabled: false", "enabled: '${ON}'", "timeout: 90s", "timeout: PT1M30S", "timeout: 500",
			"ordering: strict", "ordering: '${ORDER:none}'", "retry.jitter: 0.5", "retry: {multiplier: 1.5}",
			"handler: '${HANDLER}'" })
	void takesTheFormsOfAValue(String key) {
		assertThat(complaints(TRIGGER.formatted(key))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurency: 4", "concurrency: 0", "concurrency: many", "concurrency: 1.5",
			"enabled: maybe", "timeout: 5 minutes", "ordering: some", "retry.jiter: 0.5", "retry: {jitter: 2}",
			"retry: {jiter: 0.5}", "handler: [a, b]", "redis-list: {key: orders}", "redis-stream.group: billing" })
	void refusesMistakesInATrigger(String key) {
		assertThat(complaints(TRIGGER.formatted(key))).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{handler: log}", "{redis-stream: {group: billing}}", "{redis-stream: {kee: orders}}",
			"{kafka: {topic: orders, value-format: json}}",
			"{azure-queue: {queue-name: orders, visibility-timeout: 30s}}" })
	void refusesATriggerWithoutAWholeSource(String trigger) {
		assertThat(complaints("tappet: {triggers: {orders: %s}}".formatted(trigger))).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			tappet: {trigers: {}}                                            | trigers
			tappet: {triggers: {Orders: {redis-list: {key: orders}}}}        | Orders
			tappet: {read-buffer: large}                                     | read-buffer
			tappet: {connections: {default: {host: localhost}}}              | default
			tappet: {connections: {cache: {hots: localhost}}}                | hots
			tappet: {connections: {cache: {ssl.enabeld: true}}}              | ssl.enabeld
			tappet: {connections: {cache: {credential: managed}}}            | credential
			tappet: {connections: {cache: {host: a, kafka: {protocol: ssl}}}} | cache
			tappet: {connections: {store: {azure-storage: {credential: managed-identity}}}} | credential
			""")
	void namesWhatItRefuses(String yaml, String name) {
		assertThat(complaints(yaml)).isNotEmpty().anyMatch((complaint) -> complaint.contains(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tappet: {read-buffer: 128MB, stalled-after: 0, console.enabled: true}",
			"tappet: {handlers: {packages: [com.example.orders, com.example.mails]}}",
			"tappet: {connections: {cache: {lettuce.cluster.refresh.period: 5s, lettuce: {pool: {max-active: 8}}}}}",
			"tappet: {connections: {events: {kafka: {bootstrap-servers: b:9092, properties: {client.id: a}}}}}",
			"tappet: {connections: {store: {azure-storage: {queue-service-uri: x, credential: managedidentity}}}}",
			"spring: {data: {redis: {host: localhost}}}", "{my: {own: [1, 2]}, tappet: {}}" })
	void takesWhatBelongsThere(String yaml) {
		assertThat(complaints(yaml)).isEmpty();
	}

}
