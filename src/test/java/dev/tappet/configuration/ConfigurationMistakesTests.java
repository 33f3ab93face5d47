package dev.tappet.configuration;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.PropertiesPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMistakesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			concurrency         | abc    | Not a whole number.     | Give a whole number from 1 to 10000.
			concurrency         | 1.5    | Not a whole number.     | Give a whole number from 1 to 10000.
			concurrency         | 0      | Out of range.           | Give a whole number from 1 to 10000.
			concurrency         | 10001  | Out of range.           | Give a whole number from 1 to 10000.
			concurrency         | 99999999999 | Out of range.      | Give a whole number from 1 to 10000.
			messages-per-worker | -1     | Out of range.           | Give a whole number of 1 or more.
			messages-per-worker | many   | Not a whole number.     | Give a whole number of 1 or more.
			timeout             | soon   | Not a duration.         | 500ms, 1s, 5m
			timeout             | 5 min  | Not a duration.         | 500ms, 1s, 5m
			timeout             | 0s     | Out of range.           | Give a duration from 1ms to 365d.
			timeout             | -1s    | Out of range.           | Give a duration from 1ms to 365d.
			timeout             | 99999999999999999999s | Not a duration. | 500ms
			enabled             | maybe  | Neither true nor false. | Use true or false.
			ordering            | strikt | Not one of the values   | Use 'none' or 'strict'.
			connection          | x      | No such connection      | Known here: default.
			connection          | defualt | No such connection     | Did you mean 'default'?
			""")
	void reportsABadValueOfATrigger(String key, String value, String problem, String remedy) {
		ConfigurationProblem found = Configured.trigger(key + ": " + value).onlyProblem();
		expect(found, "tappet.triggers.orders." + key, value, 4, problem, remedy);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			retry.max-attempts   | 0    | Out of range.       | Give a whole number of 1 or more.
			retry.initial-delay  | -1ms | Out of range.       | Give a duration from 0ms to 365d.
			retry.initial-delay  | x    | Not a duration.     | 500ms
			retry.max-delay      | -5s  | Out of range.       | Give a duration from 0ms to 365d.
			retry.multiplier     | 0.5  | Out of range.       | Give a number from 1 to 1000.
			retry.multiplier     | NaN  | Not a number.       | Give a number from 1 to 1000.
			retry.jitter         | 1.1  | Out of range.       | Give a number from 0 to 1.
			redis-stream.count   | 0    | Out of range.       | Give a whole number from 1 to 10000.
			redis-stream.count   | 10001 | Out of range.      | Give a whole number from 1 to 10000.
			redis-stream.polling-interval | 0 | Out of range. | Give a duration from 1ms to 1h.
			redis-stream.polling-interval | 2h | Out of range. | Give a duration from 1ms to 1h.
			redis-stream.start-from | yesterday | Not a place in a stream. | Use 'beginning', 'latest' or an entry id
			redis-stream.start-from | 1-2-3 | Not a place in a stream. | Use 'beginning', 'latest' or an entry id
			redis-stream.delete-after-process | ja | Neither true nor false. | Use true or false.
			redis-list.count     | x    | Not a whole number. | Give a whole number from 1 to 10000.
			redis-list.pop-from-beginning | x | Neither true nor false. | Use true or false.
			redis-list.delivery  | exactly-once | Not one of the values | Use 'at-least-once' or 'at-most-once'.
			redis-pubsub.replicas | two | Not one of the values | Use 'all' or 'one'.
			redis-pubsub.buffer  | 0    | Out of range.       | Give a whole number from 1 to 1000000.
			redis-pubsub.buffer  | 1000001 | Out of range.    | Give a whole number from 1 to 1000000.
			redis-pubsub.configure-notifications | x | Neither true nor false. | Use true or false.
			""")
	void reportsABadValueInABlock(String path, String value, String problem, String remedy) {
		String block = path.substring(0, path.indexOf('.'));
		String required = switch (block) {
			case "redis-pubsub" -> "  channel: c";
			case "retry" -> "  jitter: 0".repeat(path.endsWith("jitter") ? 0 : 1);
			default -> "  key: k";
		};
		ConfigurationProblem found = Configured
			.trigger(block + ":\n  " + path.substring(block.length() + 1) + ": " + value + "\n" + required)
			.onlyProblem();
		expect(found, "tappet.triggers.orders." + path, value, 5, problem, remedy);
	}

	@Test
	void reportsADelayThatTheLongestWouldShorten() {
		ConfigurationProblem found = Configured.trigger("retry:\n  initial-delay: 10s\n  max-delay: 5s").onlyProblem();
		expect(found, "tappet.triggers.orders.retry.max-delay", "5s", 6,
				"The first delay, 10s, is longer than the longest, 5s.", "Raise max-delay");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "{}", "''", "some text" })
	void reportsATriggerWithoutABlock(String value) {
		ConfigurationProblem found = Configured.by("tappet:\n  triggers:\n    orders: " + value).onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.triggers.orders");
		assertThat(found.problem()).isEqualTo("No source block.");
		assertThat(found.remedy()).contains("'redis-stream', 'redis-list' or 'redis-pubsub'");
	}

	@Test
	void reportsATriggerWithoutASourceBlock() {
		ConfigurationProblem found = Configured.by("""
				tappet:
				  triggers:
				    orders:
				      concurrency: 2
				""").onlyProblem();
		expect(found, "tappet.triggers.orders", null, 4, "No source block.", "Add exactly one of the blocks");
	}

	@Test
	void reportsTwoSourceBlocks() {
		ConfigurationProblem found = Configured.trigger("redis-list:\n  key: a\nredis-stream:\n  key: b").onlyProblem();
		expect(found, "tappet.triggers.orders", null, 5, "More than one source block: redis-stream, redis-list.",
				"Keep one here");
	}

	@Test
	void reportsASourceBlockThatAVariableAdds() {
		ConfigurationProblem found = Configured.trigger("redis-list:\n  key: a")
			.variables(Map.of("TAPPET_TRIGGERS_ORDERS_REDISPUBSUB_CHANNEL", "c"))
			.onlyProblem();
		assertThat(found.problem()).isEqualTo("More than one source block: redis-list, redis-pubsub.");
	}

	@ParameterizedTest
	@CsvSource({ "redis-stream, stream", "redis-list, list" })
	void reportsAMissingKey(String block, String noun) {
		ConfigurationProblem found = Configured.trigger(block + ":\n  count: 5").onlyProblem();
		expect(found, "tappet.triggers.orders." + block + ".key", null, 5, "The required key is missing.",
				"Name the " + noun);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-stream:", "redis-list: {}" })
	void reportsAMissingKeyInAnEmptyBlock(String block) {
		assertThat(Configured.trigger(block).onlyProblem().problem()).isEqualTo("The required key is missing.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "key:", "key: ''", "key: []", "key: ' '", "key: ${NOTHING:}" })
	void reportsAnEmptyKey(String line) {
		ConfigurationProblem found = Configured.trigger("redis-stream:\n  " + line).onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.triggers.orders.redis-stream.key");
		assertThat(found.problem()).isEqualTo("Empty.");
		assertThat(found.place()).isEqualTo("config/application.yml:5");
	}

	@Test
	void reportsAnEmptyAndARepeatedKeyInAList() {
		List<ConfigurationProblem> problems = Configured.trigger("redis-list:\n  key:\n  - a\n  - ''\n  - a")
			.read()
			.problems();
		assertThat(problems).hasSize(2);
		expect(problems.get(0), "tappet.triggers.orders.redis-list.key[1]", null, 7, "Empty.", "name of a list");
		expect(problems.get(1), "tappet.triggers.orders.redis-list.key[2]", "a", 8, "The same list twice.", "Remove");
	}

	@ParameterizedTest
	@ValueSource(strings = { "''", "' '", "" })
	void reportsAnEmptyGroup(String value) {
		ConfigurationProblem found = Configured.trigger("redis-stream:\n  key: a\n  group: " + value).onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.triggers.orders.redis-stream.group");
		assertThat(found.problem()).isEqualTo("Empty.");
	}

	@Test
	void reportsPubSubWithoutASubscription() {
		ConfigurationProblem found = Configured.trigger("redis-pubsub:\n  buffer: 5").onlyProblem();
		expect(found, "tappet.triggers.orders.redis-pubsub", null, 5, "Nothing to subscribe to.",
				"'channel', 'pattern', 'keyspace' and 'keyevent'");
	}

	@Test
	void reportsPubSubWithTwoSubscriptions() {
		ConfigurationProblem found = Configured.trigger("redis-pubsub:\n  channel: a\n  keyevent: b").onlyProblem();
		expect(found, "tappet.triggers.orders.redis-pubsub", null, 5, "More than one subscription: [channel, keyevent]",
				"exactly one of");
	}

	@ParameterizedTest
	@CsvSource({ "pattern: news.*, not a pattern", "keyspace: user, not a keyspace", "keyevent: set, not a keyevent",
			"channel: __keyspace@0__:user, no sharded channel" })
	void reportsWhatCannotBeSharded(String subscription, String problem) {
		ConfigurationProblem found = Configured.trigger("redis-pubsub:\n  sharded: true\n  " + subscription)
			.onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.triggers.orders.redis-pubsub.sharded");
		assertThat(found.problem()).contains(problem);
		assertThat(found.remedy()).contains("Remove 'sharded'");
	}

	@Test
	void reportsAnEmptyChannel() {
		assertThat(Configured.trigger("redis-pubsub:\n  channel: ''").onlyProblem().remedy())
			.isEqualTo("Say which channel.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					tappet.triger.a.concurrency             | tappet.triger                         | 'triggers'
					tappet.instanceid-x                     | tappet.instanceid-x                   | 'instance-id'
					tappet.defaults.concurency              | tappet.defaults.concurency            | 'concurrency'
					tappet.defaults.retry.attempts          | tappet.defaults.retry.attempts        | 'max-attempts'
					tappet.handlers.package                 | tappet.handlers.package               | 'packages'
					tappet.connections.x.hots               | tappet.connections.x.hots             | 'host'
					tappet.connections.x.ssl.bundel         | tappet.connections.x.ssl.bundel       | 'bundle'
					tappet.triggers.orders.concurency       | tappet.triggers.orders.concurency     | 'concurrency'
					tappet.triggers.orders.max-attempts     | tappet.triggers.orders.max-attempts   | Move it into the block 'retry'.
					tappet.triggers.orders.key              | tappet.triggers.orders.key            | 'redis-stream' or 'redis-list'
					tappet.triggers.orders.retry.delay      | tappet.triggers.orders.retry.delay    | 'max-delay' or 'initial-delay'
					tappet.triggers.orders.redis-list.group | tappet.triggers.orders.redis-list.group | Known here: key, count
					tappet.triggers.orders.redis-list.interval | tappet.triggers.orders.redis-list.interval | 'polling-interval'
					tappet.triggers.orders.redis-kafka.x    | tappet.triggers.orders.redis-kafka    | Known here
					tappet.nonsense.a.b                     | tappet.nonsense                       | Known here: instance-id,
					""")
	void reportsAnUnknownKeyWithTheNearNames(String line, String key, String remedy) {
		List<ConfigurationProblem> problems = Configured.by("""
				tappet:
				  connections.x.port: 6379
				  triggers.orders.redis-list.key: orders
				%s: 1
				""".formatted(line)).read().problems();
		assertThat(problems).singleElement().satisfies((found) -> {
			expect(found, key, null, 4, "Unknown key.", remedy);
		});
	}

	@Test
	void reportsAMisspeltSourceBlockOnce() {
		ConfigurationProblem found = Configured.trigger("redis-strem:\n  key: a").onlyProblem();
		expect(found, "tappet.triggers.orders.redis-strem", null, 5, "Unknown key.", "Did you mean 'redis-stream'?");
	}

	@ParameterizedTest
	@MethodSource
	void reportsAValueInTheWrongShape(String keys, String key, String problem) {
		assertThat(Configured.trigger(keys).read().problems()).filteredOn((found) -> found.key().equals(key))
			.singleElement()
			.satisfies((found) -> assertThat(found.problem()).isEqualTo(problem));
	}

	static Stream<Arguments> reportsAValueInTheWrongShape() {
		String trigger = "tappet.triggers.orders.";
		return Stream.of(arguments("retry: 5", trigger + "retry", "A value where a block of keys belongs."),
				arguments("redis-list: orders", trigger + "redis-list", "A value where a block of keys belongs."),
				arguments("concurrency: [1, 2]", trigger + "concurrency[0]", "A list where one value belongs."),
				arguments("concurrency:\n  max: 2", trigger + "concurrency.max",
						"A block of keys where a value belongs."),
				arguments("redis-list:\n- key: a", trigger + "redis-list[0]", "A list where a block of keys belongs."),
				arguments("redis-list:\n  key:\n  - a: b", trigger + "redis-list.key[0].a",
						"A block of keys where a value belongs."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Order_Created | Call it 'order-created'.  | tappet.triggers.Order_Created
			OrderCreated  | Call it 'order-created'.  | tappet.triggers.OrderCreated
			orderCreated  | Call it 'order-created'.  | tappet.triggers.orderCreated
			order_created | Call it 'order-created'.  | tappet.triggers.order_created
			"[a.b]"       | Call it 'a-b'.            | tappet.triggers[a.b]
			gr öße/       | Call it 'gr-e'.           | tappet.triggers[gr öße/]
			***           | Choose another name.      | tappet.triggers[***]
			""")
	void reportsABadTriggerName(String name, String remedy, String key) {
		ConfigurationProblem found = Configured
			.by("tappet:\n  triggers:\n    " + (name.contains("*") ? "'" + name + "'" : name)
					+ ":\n      redis-list:\n        key: a\n")
			.onlyProblem();
		expect(found, key, null, 5, "A name may hold lower-case letters, digits and dashes only.", remedy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "No", "yes", "true" })
	void reportsANameThatYamlReadsAsAnother(String name) {
		ConfigurationProblem found = Configured
			.by("tappet:\n  triggers:\n    " + name + ":\n      redis-list:\n        key: a\n")
			.onlyProblem();
		assertThat(found.problem()).contains("YAML reads on, off, yes and no as true or false");
		assertThat(found.remedy()).contains("in quotes");
		assertThat(Configured
			.by("tappet:\n  triggers:\n    '" + name.toLowerCase(Locale.ROOT) + "':\n"
					+ "      redis-list:\n        key: a\n")
			.read()
			.problems()).hasSize(name.equals("true") ? 1 : 0);
	}

	@Test
	void reportsANameWithADot() {
		assertThat(
				Configured.by("tappet:\n  triggers:\n    a.b:\n      redis-list:\n        key: a\n").read().problems())
			.anySatisfy((found) -> expect(found, "tappet.triggers.a.b", null, 5, "Unknown key.",
					"If 'a.b' is the trigger's name, write 'a-b'"));
	}

	@Test
	void reportsNamesThatOnlyDashesTellApart() {
		ConfigurationProblem found = Configured.by("""
				tappet:
				  triggers:
				    order-created:
				      redis-list.key: a
				    ordercreated:
				      concurrency: 2
				""").onlyProblem();
		expect(found, "tappet.triggers.order-created", null, 4,
				"Also written 'ordercreated' (config/application.yml:6), which is the same name to Spring Boot.",
				"Keep 'order-created' or 'ordercreated'");
	}

	@Test
	void reportsTriggersInAList() {
		ConfigurationProblem found = Configured.by("tappet:\n  triggers:\n  - handler: a\n    redis-list.key: a\n")
			.onlyProblem();
		expect(found, "tappet.triggers", null, 3, "A list where names belong.", "Write each name as a key");
	}

	@Test
	void reportsAnUnresolvablePlaceholder() {
		ConfigurationProblem found = Configured.trigger("redis-list:\n  key: orders-${REGION}").onlyProblem();
		expect(found, "tappet.triggers.orders.redis-list.key", "orders-${REGION}", 5, "${REGION} stands for nothing.",
				"Set that property or environment variable");
	}

	@Test
	void showsWhatAPlaceholderStandsFor() {
		ConfigurationProblem found = Configured.trigger("concurrency: ${WORKERS}")
			.variables(Map.of("WORKERS", "lots"))
			.onlyProblem();
		expect(found, "tappet.triggers.orders.concurrency", "lots (from ${WORKERS})", 4, "Not a whole number.", "");
	}

	@Test
	void checksDisabledTriggersToo() {
		assertThat(Configured.trigger("enabled: false\nconcurrency: 0").onlyProblem().key())
			.isEqualTo("tappet.triggers.orders.concurrency");
	}

	@Test
	void reportsAMistakeInTheDefaultsOnce() {
		ConfigurationProblem found = Configured.by("""
				tappet:
				  defaults:
				    timeout: never
				  triggers:
				    a.redis-list.key: a
				    b.redis-list.key: b
				""").onlyProblem();
		expect(found, "tappet.defaults.timeout", "never", 3, "Not a duration.", "500ms");
	}

	@Test
	void reportsAnUnknownConnectionOfTheDefaultsOnce() {
		ConfigurationProblem found = Configured.by("""
				tappet:
				  defaults:
				    connection: reportin
				  connections:
				    reporting.host: h
				  triggers:
				    a.redis-list.key: a
				""").onlyProblem();
		expect(found, "tappet.defaults.connection", "reportin", 3, "No such connection", "Did you mean 'reporting'?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "'a\\u0007'", "{x}", "wörker" })
	void reportsABadInstanceId(String id) {
		ConfigurationProblem found = Configured.by("tappet:\n  instance-id: \"" + id + "\"").onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.instance-id");
		assertThat(found.problem()).isEqualTo("Not a possible instance id.");
	}

	@ParameterizedTest
	@CsvSource({ "0, Out of range.", "-1MB, Out of range.", "1024TB, Out of range.", "much, Not a size.",
			"10 MB MB, Not a size." })
	void reportsABadReadBuffer(String size, String problem) {
		ConfigurationProblem found = Configured.by("tappet:\n  read-buffer: " + size).onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.read-buffer");
		assertThat(found.value()).isEqualTo(size);
		assertThat(found.problem()).isEqualTo(problem);
		assertThat(found.remedy()).startsWith("Give a size");
	}

	@Test
	void reportsAnEndlessInstanceId() {
		assertThat(Configured.by("tappet:\n  instance-id: " + "x".repeat(129)).onlyProblem().value())
			.isEqualTo("x".repeat(120) + "… (129 characters)");
	}

	@Test
	void namesTheVariable() {
		ConfigurationProblem found = Configured.trigger("concurrency: 3")
			.variables(Map.of("TAPPET_TRIGGERS_ORDERS_CONCURRENCY", "x"))
			.onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.triggers.orders.concurrency");
		assertThat(found.place()).isEqualTo("environment variable \"TAPPET_TRIGGERS_ORDERS_CONCURRENCY\"");
	}

	@Test
	void reportsAVariableThatMeansNothing() {
		ConfigurationProblem found = Configured.trigger("concurrency: 3")
			.variables(Map.of("TAPPET_TRIGGERS_ORDERS_CONCURENCY", "4"))
			.onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.triggers.orders.concurency");
		assertThat(found.remedy()).isEqualTo("Did you mean 'concurrency'?");
		assertThat(found.place()).isEqualTo("environment variable \"TAPPET_TRIGGERS_ORDERS_CONCURENCY\"");
	}

	@Test
	void reportsAVariableForATriggerThatDoesNotExist() {
		ConfigurationProblem found = Configured.trigger("")
			.variables(Map.of("TAPPET_TRIGGERS_ORDRES_CONCURRENCY", "4"))
			.onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.triggers.ordres");
		assertThat(found.remedy()).endsWith("Or did you mean the trigger 'orders'?");
	}

	@Test
	void namesTheArgument() {
		ConfigurationProblem found = Configured.trigger("")
			.arguments("--tappet.triggers.orders.timeout=x")
			.onlyProblem();
		assertThat(found.place()).isEqualTo("command line argument");
	}

	@Test
	void namesTheSystemProperty() {
		Properties properties = new Properties();
		properties.setProperty("tappet.triggers.orders.timeout", "x");
		ConfigurationProblem found = Configured.trigger("")
			.source(new PropertiesPropertySource("systemProperties", properties))
			.onlyProblem();
		assertThat(found.place()).isEqualTo("system property \"tappet.triggers.orders.timeout\"");
	}

	@Test
	void keepsTheTriggersThatAreSound() {
		Definitions definitions = Configured.by("""
				tappet.triggers:
				  good.redis-list.key: a
				  bad:
				    timeout: x
				    redis-list.key: b
				""").read();
		assertThat(definitions.triggers()).extracting(TriggerDefinition::name).containsExactly("good");
		assertThat(definitions.problems()).hasSize(1);
	}

	private static Arguments arguments(Object... arguments) {
		return Arguments.of(arguments);
	}

	private static void expect(ConfigurationProblem found, String key, @Nullable String value, int line, String problem,
			String remedy) {
		assertThat(found.key()).isEqualTo(key);
		if (!found.problem().equals("Unknown key.")) {
			assertThat(found.value()).isEqualTo(value);
		}
		assertThat(found.place()).isEqualTo("config/application.yml:" + line);
		assertThat(found.problem()).contains(problem);
		assertThat(found.remedy()).contains(remedy);
	}

}
