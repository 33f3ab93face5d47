package dev.tappet.source.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tappet.source.TrialMessage;
import dev.tappet.source.redis.lease.Entry;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes an entry of a stream of what an operator or a test has typed: the payload field
 * with its headers, or all fields as a JSON object.
 */
final class TypedEntry {

	private static final JsonMapper JSON = new JsonMapper();

	private TypedEntry() {
	}

	/**
	 * Makes the entry.
	 * @param field the payload field, or {@code null} where the whole entry is the
	 * payload
	 * @param typed what was typed
	 * @return the entry
	 * @throws IllegalArgumentException where it is no object of fields, or has headers
	 * though all fields are the payload
	 */
	static Entry of(@Nullable String field, TrialMessage typed) {
		byte[] id = bytes(typed.timestamp().toEpochMilli() + "-0");
		if (field != null) {
			return new Entry(id, around(field, typed));
		}
		if (!typed.headers().isEmpty()) {
			throw new IllegalArgumentException("An entry of this stream has no headers, since the trigger has no "
					+ "'payload-field': every field is part of the payload.");
		}
		return new Entry(id, fields(typed.body()));
	}

	/** The headers of an entry are its fields beside the payload. */
	private static byte[][] around(String field, TrialMessage typed) {
		List<byte[]> fields = new ArrayList<>(List.of(bytes(field), typed.body()));
		typed.headers().forEach((name, value) -> {
			fields.add(bytes(name));
			fields.add(bytes(value));
		});
		return fields.toArray(byte[][]::new);
	}

	private static byte[][] fields(byte[] body) {
		List<byte[]> fields = new ArrayList<>();
		for (Map.Entry<String, JsonNode> each : object(body).properties()) {
			fields.add(bytes(each.getKey()));
			JsonNode value = each.getValue();
			fields.add(bytes(value.isString() ? value.stringValue() : value.toString()));
		}
		return fields.toArray(byte[][]::new);
	}

	/** The fields, as they are or as a handler of text is given a whole entry. */
	private static JsonNode object(byte[] body) {
		try {
			JsonNode typed = JSON.readTree(body);
			if (typed != null && typed.isObject()) {
				JsonNode values = typed.get("Values");
				return (typed.has("Id") && values != null && values.isObject()) ? values : typed;
			}
		}
		catch (JacksonException ex) {
			// Said below, without what was typed.
		}
		throw new IllegalArgumentException("An entry of this stream is typed as a JSON object of its fields, such as "
				+ "{\"field\":\"value\"}, since the trigger has no 'payload-field'.");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
