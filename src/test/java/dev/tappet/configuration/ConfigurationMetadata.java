package dev.tappet.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the build has written down for IDEs about the keys under {@code tappet}.
 *
 * @param properties the keys
 * @param hints what may stand behind some of them
 */
record ConfigurationMetadata(Map<String, JsonNode> properties, Map<String, JsonNode> hints) {

	static ConfigurationMetadata read() {
		ConfigurationMetadata metadata = new ConfigurationMetadata(new HashMap<>(), new HashMap<>());
		JsonMapper mapper = new JsonMapper();
		try {
			for (URL url : Collections.list(ConfigurationMetadata.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream stream = url.openStream()) {
					JsonNode all = mapper.readTree(stream);
					collect(all.path("properties"), metadata.properties());
					collect(all.path("hints"), metadata.hints());
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return metadata;
	}

	private static void collect(JsonNode nodes, Map<String, JsonNode> found) {
		for (JsonNode node : nodes) {
			String name = node.path("name").asString();
			if (name.startsWith("tappet.")) {
				found.put(name, node);
			}
		}
	}

	/**
	 * Whether a key is known only to be refused with a word on what took its place.
	 */
	boolean isGone(String key) {
		JsonNode property = this.properties.get(key);
		return property != null && property.path("deprecation").path("level").asString("").equals("error");
	}

	/**
	 * The values that a key has, or none where it takes others too.
	 */
	List<String> values(String key) {
		JsonNode hint = this.hints.get(key);
		List<String> values = new ArrayList<>();
		if (hint != null && hint.path("providers").isEmpty()) {
			hint.path("values").forEach((value) -> values.add(value.path("value").asString()));
		}
		return values;
	}

}
