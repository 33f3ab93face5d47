package dev.tappet.operate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.tappet.source.Edit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what an edited copy of a message is to hold, as it comes with a request.
 */
final class Edits {

	/** Most bytes that somebody may have typed. */
	static final int MOST = 1024 * 1024;

	private static final JsonMapper JSON = new JsonMapper();

	private Edits() {
	}

	/**
	 * What is to be another.
	 * @param payload the payload as text
	 * @param base64 the payload in Base64
	 * @param fields a JSON object: for names of fields a text, or an object with
	 * {@code base64}
	 * @return the edit, or {@code null} where nothing was given
	 * @throws IllegalArgumentException with what is wrong
	 */
	static @Nullable Edit of(@Nullable String payload, @Nullable String base64, @Nullable String fields) {
		long given = Stream.of(payload, base64, fields).filter(Objects::nonNull).count();
		if (given == 0) {
			return null;
		}
		if (given > 1) {
			throw new IllegalArgumentException(
					"Give either a 'payload', as text, or the same in 'base64', or 'fields'.");
		}
		if (fields != null) {
			return new Edit.Values(values(fields));
		}
		byte[] body = (payload != null) ? payload.getBytes(StandardCharsets.UTF_8)
				: decoded("base64", Objects.requireNonNull(base64));
		checkSize(body.length);
		return new Edit.Payload(body);
	}

	private static Map<String, byte[]> values(String fields) {
		Map<String, byte[]> values = new LinkedHashMap<>();
		object(fields).properties().forEach((field) -> values.put(field.getKey(), value(field.getValue())));
		if (values.isEmpty()) {
			throw new IllegalArgumentException("'fields' names no field.");
		}
		checkSize(values.values().stream().mapToLong((value) -> value.length).sum());
		return values;
	}

	private static JsonNode object(String fields) {
		try {
			JsonNode object = JSON.readTree(fields);
			if (object.isObject()) {
				return object;
			}
			throw new IllegalArgumentException("'fields' is an object.");
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("'fields' is an object.", ex);
		}
	}

	private static byte[] value(JsonNode value) {
		if (value.isString()) {
			return value.stringValue().getBytes(StandardCharsets.UTF_8);
		}
		if (value.isObject() && value.size() == 1 && value.path("base64").isString()) {
			return decoded("fields", value.path("base64").stringValue());
		}
		throw new IllegalArgumentException("In 'fields' a value is a text, or an object with 'base64'.");
	}

	/** What the decoder says would quote the payload. */
	static byte[] decoded(String name, String text) {
		try {
			return Base64.getDecoder().decode(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("What '%s' holds is no Base64.".formatted(name));
		}
	}

	private static void checkSize(long bytes) {
		if (bytes > MOST) {
			throw new IllegalArgumentException("An edited copy may hold %d bytes at most.".formatted(MOST));
		}
	}

}
