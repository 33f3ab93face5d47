package dev.tappet.configuration;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.tappet.source.Block;
import dev.tappet.source.ConnectionType;
import dev.tappet.source.Problems;
import dev.tappet.source.Range;
import dev.tappet.source.SourceType;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Makes the JSON schema of everything under {@code tappet}, for editors: the keys and
 * what they take from the types that they bind to, what is said of them from the metadata
 * for IDEs.
 */
final class ConfigurationSchema {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private static final String TRIGGER = "tappet.triggers.*";

	private static final String CONNECTION = "tappet.connections.*";

	private final ConfigurationMetadata metadata = ConfigurationMetadata.read();

	/** The schema as its file has it. */
	static String text() {
		return new JsonMapper().writerWithDefaultPrettyPrinter()
			.writeValueAsString(new ConfigurationSchema().all())
			.replace("\r\n", "\n") + "\n";
	}

	private ObjectNode all() {
		ObjectNode tappet = block("tappet", TappetProperties.class);
		ObjectNode keys = (ObjectNode) tappet.path("properties");
		keys.set("triggers", named("tappet.triggers", trigger()));
		keys.set("connections", named("tappet.connections", connection()));
		addDotted(tappet, "#/properties/tappet");
		ObjectNode schema = JSON.objectNode()
			.put("$schema", "http://json-schema.org/draft-07/schema#")
			.put("title", "The configuration of Tappet")
			.put("description", "What is not below 'tappet' is Spring Boot's or the application's own.")
			.put("type", "object");
		schema.putObject("properties").set("tappet", tappet);
		return schema;
	}

	private ObjectNode trigger() {
		ObjectNode trigger = block(TRIGGER, TappetProperties.TriggerKeys.class);
		ArrayNode one = trigger.putArray("oneOf");
		for (SourceType type : AllKinds.sources()) {
			ObjectNode source = block(TRIGGER + "." + type.name(), type.block().type());
			List<String> required = required(type.block());
			if (!required.isEmpty()) {
				required.forEach(source.putArray("required")::add);
			}
			keys(trigger).set(type.name(), source);
			one.addObject().putArray("required").add(type.name());
		}
		return trigger;
	}

	/**
	 * Keys of the kind that needs no block, or the block of one other kind and nothing
	 * else.
	 */
	private ObjectNode connection() {
		ObjectNode connection = object();
		ArrayNode one = connection.putArray("oneOf");
		ObjectNode direct = one.addObject().put("minProperties", 1);
		ArrayNode others = direct.putObject("not").putArray("anyOf");
		for (ConnectionType type : AllKinds.connections()) {
			if (type.direct()) {
				keys(connection).setAll(keys(block(CONNECTION, type.block().type())));
			}
			else {
				keys(connection).set(type.name(), block(CONNECTION + "." + type.name(), type.block().type()));
				one.addObject().put("maxProperties", 1).putArray("required").add(type.name());
				others.addObject().putArray("required").add(type.name());
			}
		}
		return connection;
	}

	private ObjectNode named(String path, ObjectNode block) {
		ObjectNode named = described(JSON.objectNode(), path, "").put("type", "object");
		ObjectNode names = named.putObject("propertyNames").put("pattern", "^" + NameRule.LEGAL.pattern() + "$");
		if (path.endsWith("connections")) {
			names.putObject("not").put("const", TriggerDefinition.DEFAULT_CONNECTION);
		}
		named.set("additionalProperties", block);
		return named;
	}

	private ObjectNode block(String path, Class<?> type) {
		ObjectNode block = object();
		for (Key key : Key.of(type)) {
			String name = path + "." + key.name();
			if (!this.metadata.isGone(name)) {
				keys(block).set(key.name(), behind(name, key));
			}
		}
		return block;
	}

	private ObjectNode behind(String path, Key key) {
		if (Map.class.isAssignableFrom(key.type())) {
			return described(JSON.objectNode().put("type", "object"), path, "");
		}
		if (!KeyShapes.isValue(key.type())) {
			return block(path, key.type());
		}
		SchemaOfValue value = new SchemaOfValue(key.type(), key.range(), this.metadata.values(path));
		return described(value.schema(), path, value.limits());
	}

	private ObjectNode described(ObjectNode schema, String path, String more) {
		JsonNode property = this.metadata.properties().get(path);
		ObjectNode described = JSON.objectNode();
		if (property == null) {
			// One of Spring Boot's that is named nowhere in Tappet
			described.put("description", "Accepted, without effect.");
		}
		else {
			described.put("description", property.path("description").asString() + more);
			described
				.setAll(property.has("defaultValue") ? Map.of("default", property.path("defaultValue")) : Map.of());
		}
		return described.setAll(schema);
	}

	/** The keys that a block misses which is empty. */
	private static <B> List<String> required(Block<B, ?> block) {
		Set<String> missing = new TreeSet<>();
		block.definer().define(BlockReader.builtIn(block.type()), "any", new Problems() {

			@Override
			public void add(String key, String problem, String remedy) {
				missing.add(key);
			}

			@Override
			public boolean isSet(String key) {
				return false;
			}

		});
		missing.remove("");
		return List.copyOf(missing);
	}

	/**
	 * Lets keys of blocks within be written with dots, as everywhere in Spring Boot, and
	 * has editors not suggest them: {@code retry.jitter}. The source of a trigger is left
	 * out, since what counts are the blocks.
	 */
	private static void addDotted(JsonNode block, String pointer) {
		ObjectNode dotted = JSON.objectNode();
		Set<String> sources = new TreeSet<>();
		block.path("oneOf").forEach((one) -> one.path("required").forEach((name) -> sources.add(name.asString())));
		block.path("properties").forEachEntry((name, within) -> {
			String place = pointer + "/properties/" + name;
			if (!sources.contains(name)) {
				collectDotted(within, place, name + ".", dotted);
			}
			addDotted(within, place);
		});
		if (!dotted.isEmpty()) {
			((ObjectNode) block).set("patternProperties", dotted);
		}
		if (block.path("additionalProperties").isObject()) {
			addDotted(block.path("additionalProperties"), pointer + "/additionalProperties");
		}
	}

	private static void collectDotted(JsonNode block, String pointer, String prefix, ObjectNode dotted) {
		block.path("properties").forEachEntry((name, within) -> {
			String place = pointer + "/properties/" + name;
			dotted.putObject("^" + (prefix + name).replace(".", "\\.") + "$").put("$ref", place);
			collectDotted(within, place, prefix + name + ".", dotted);
		});
	}

	private static ObjectNode object() {
		ObjectNode object = JSON.objectNode().put("type", "object").put("additionalProperties", false);
		object.putObject("properties");
		return object;
	}

	private static ObjectNode keys(ObjectNode block) {
		return (ObjectNode) block.path("properties");
	}

	/**
	 * A key of a block.
	 *
	 * @param name the name with dashes
	 * @param type the type behind it
	 * @param range the range of its values, or {@code null}
	 */
	private record Key(String name, Class<?> type, @Nullable Range range) {

		static List<Key> of(Class<?> type) {
			List<Key> keys = new ArrayList<>();
			if (type.isRecord()) {
				Stream.of(type.getRecordComponents()).forEach((each) -> keys.add(of(type, each.getName())));
			}
			else {
				for (PropertyDescriptor each : BeanUtils.getPropertyDescriptors(type)) {
					Class<?> behind = each.getPropertyType();
					if (behind != null && behind != Class.class) {
						keys.add(new Key(dashed(each.getName()), behind, null));
					}
				}
			}
			return keys;
		}

		private static Key of(Class<?> type, String component) {
			try {
				Field field = type.getDeclaredField(component);
				return new Key(dashed(component), field.getType(), field.getAnnotation(Range.class));
			}
			catch (NoSuchFieldException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static String dashed(String name) {
			return DataObjectPropertyName.toDashedForm(name);
		}

	}

}
