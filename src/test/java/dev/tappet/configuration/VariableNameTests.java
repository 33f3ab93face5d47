package dev.tappet.configuration;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class VariableNameTests {

	@ParameterizedTest
	@CsvSource({ "INSTANCE_ID, instance-id", "INSTANCEID, instance-id", "HANDLERS_PACKAGES_0, handlers.packages.0",
			"TRIGGERS_ORDER_CREATED_TIMEOUT, triggers.order-created.timeout",
			"TRIGGERS_ORDERCREATED_TIMEOUT, triggers.order-created.timeout",
			"TRIGGERS_ORDER_TIMEOUT, triggers.order.timeout",
			"TRIGGERS_OTHER_ONE_RETRY_MAX_DELAY, triggers.other-one.retry.max-delay",
			"TRIGGERS_ORDER_TIMEUOT, triggers.order.timeuot",
			"TRIGGERS_ORDERCREATED_REDIS_STREAM_START_FROM, triggers.order-created.redis-stream.start-from",
			"CONNECTIONS_A_LETTUCE_CLUSTER_REFRESH_PERIOD, connections.a.lettuce.cluster.refresh.period",
			"DEFAULTS_NONSENSE, defaults.nonsense" })
	void findsTheKey(String variable, String key) {
		assertThat(resolve(variable)).isEqualTo(key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HANDLERS", "PORT", "SERVICE_HOST", "TRIGGERS", "PORT_8080_TCP" })
	void passesOverWhatIsNotMeantForIt(String variable) {
		assertThat(resolve(variable)).isEqualTo("-");
	}

	private static String resolve(String variable) {
		PropertyNode root = new PropertyNode(null, new PropertyPath.Element("tappet", false));
		PropertyNode.Entry entry = new PropertyNode.Entry(1, "", "test");
		for (String trigger : List.of("order", "order-created")) {
			root.descend(new PropertyPath.Element("triggers", false), entry)
				.descend(new PropertyPath.Element(trigger, false), entry);
		}
		List<String> words = List.of(variable.toLowerCase(Locale.ROOT).split("_"));
		return VariableName.resolve(words, Configured.known().root(), root)
			.map((path) -> path.stream().map(PropertyPath.Element::text).collect(Collectors.joining(".")))
			.orElse("-");
	}

}
