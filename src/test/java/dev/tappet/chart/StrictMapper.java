package dev.tappet.chart;

import java.util.Map;
import java.util.Objects;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads objects of operators as records: a field that is not known, one that is missing
 * or one of another type is refused.
 */
final class StrictMapper {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.build();

	private StrictMapper() {
	}

	static <T> T read(Map<String, Object> document, Class<T> type) {
		return MAPPER.convertValue(document, type);
	}

	static <T> T needed(T value, String name) {
		return Objects.requireNonNull(value, () -> name + " is needed");
	}

	static void require(boolean condition, String what) {
		if (!condition) {
			throw new IllegalArgumentException(what);
		}
	}

	record Meta(String name, Map<String, String> labels, Map<String, String> annotations) {

		Meta {
			needed(name, "metadata.name");
		}

	}

}
