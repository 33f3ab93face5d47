package dev.tappet.configuration;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import dev.tappet.source.Range;
import dev.tappet.source.Spelling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * What an editor may take behind a key. Whatever it is, a placeholder may stand for it,
 * and YAML may have it as text.
 *
 * @param type the type of the key
 * @param range its range, or {@code null}
 * @param values its values, where the names of the constants are not what is written
 */
record SchemaOfValue(Class<?> type, @Nullable Range range, List<String> values) {

	private static final String PLACEHOLDER = "\\$\\{.+\\}";

	ObjectNode schema() {
		Class<?> value = ClassUtils.resolvePrimitiveIfNecessary(this.type);
		if (value == Boolean.class) {
			return either("boolean", "true|false|on|off|yes|no");
		}
		if (value == Integer.class || value == Long.class) {
			return limited(either("integer", "[+-]?\\d+"));
		}
		if (value == Double.class) {
			return limited(either("number", "[+-]?\\d+(\\.\\d+)?"));
		}
		if (value == Duration.class) {
			return either("integer", "[+-]?\\d+(ns|us|ms|s|m|h|d)?|[+-]?[pP].+");
		}
		if (value == DataSize.class) {
			return either("integer", "\\d+(B|KB|MB|GB|TB)?");
		}
		if (value.isEnum()) {
			return constants();
		}
		if (value.isArray() || Collection.class.isAssignableFrom(value)) {
			return list();
		}
		return text();
	}

	/** What a duration may be, which no keyword of a schema can say. */
	String limits() {
		Range limits = this.range;
		return (limits != null && this.type == Duration.class) ? " From %s to %s.".formatted(limits.min(), limits.max())
				: "";
	}

	private ObjectNode limited(ObjectNode schema) {
		Range limits = this.range;
		if (limits != null) {
			schema.put("minimum", Integer.parseInt(limits.min()));
			if (!limits.max().isEmpty()) {
				schema.put("maximum", Integer.parseInt(limits.max()));
			}
		}
		return schema;
	}

	private ObjectNode constants() {
		List<String> written = !this.values.isEmpty() ? this.values
				: Stream.of(this.type.getEnumConstants()).map((each) -> Spelling.dashed((Enum<?>) each)).toList();
		ObjectNode schema = JsonNodeFactory.instance.objectNode();
		ArrayNode choice = schema.putArray("anyOf");
		written.forEach(choice.addObject().putArray("enum")::add);
		choice.addObject().put("type", "string").put("pattern", PLACEHOLDER);
		return schema;
	}

	private static ObjectNode either(String type, String text) {
		ObjectNode schema = types(type, "string");
		return schema.put("pattern", "^(%s)$|%s".formatted(text, PLACEHOLDER));
	}

	private static ObjectNode list() {
		ObjectNode schema = types("string", "number", "array");
		schema.set("items", text());
		return schema;
	}

	private static ObjectNode text() {
		return types("string", "number");
	}

	private static ObjectNode types(String... types) {
		ObjectNode schema = JsonNodeFactory.instance.objectNode();
		ArrayNode all = schema.putArray("type");
		Stream.of(types).forEach(all::add);
		return schema;
	}

}
