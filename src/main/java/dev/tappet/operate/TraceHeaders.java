package dev.tappet.operate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a message says of the trace that it belongs to: in fields of an entry, in headers,
 * or in a property of its JSON. Nothing in it is trusted, and none of it makes a message
 * fail.
 */
final class TraceHeaders {

	private static final String TRACEPARENT = "traceparent";

	private static final JsonFactory JSON = new JsonFactory();

	private final Message message;

	private final @Nullable String property;

	private @Nullable Map<String, String> inJson;

	/**
	 * Looks at nothing yet.
	 * @param message the message
	 * @param property the property of JSON that holds the trace, or {@code null}
	 */
	TraceHeaders(Message message, @Nullable String property) {
		this.message = message;
		this.property = property;
	}

	/**
	 * One header.
	 * @param name such as {@code traceparent}
	 * @return its value, or {@code null} where there is none
	 */
	@Nullable String get(String name) {
		String header = this.message.headers().get(name);
		if (header != null) {
			return header;
		}
		return switch (this.message) {
			case Message.Fields fields -> field(fields, name);
			case Message.Body body -> inJson(body).get(name);
		};
	}

	private static @Nullable String field(Message.Fields message, String name) {
		byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
		byte[][] fields = message.fields();
		for (int i = 0; i + 1 < fields.length; i += 2) {
			if (Arrays.equals(fields[i], wanted)) {
				return new String(fields[i + 1], StandardCharsets.UTF_8);
			}
		}
		return null;
	}

	private Map<String, String> inJson(Message.Body body) {
		Map<String, String> known = this.inJson;
		if (known == null) {
			known = (this.property != null) ? read(body, this.property) : Map.of();
			this.inJson = known;
		}
		return known;
	}

	private static Map<String, String> read(Message.Body body, String property) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body.document())) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return Map.of();
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean found = parser.currentName().equals(property);
				JsonToken value = parser.nextToken();
				if (found) {
					return (value == JsonToken.VALUE_STRING) ? Map.of(TRACEPARENT, parser.getString()) : texts(parser);
				}
				parser.skipChildren();
			}
			return Map.of();
		}
		catch (JacksonException | UnbindablePayloadException ex) {
			return Map.of();
		}
	}

	private static Map<String, String> texts(JsonParser parser) {
		Map<String, String> texts = new HashMap<>();
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String name = parser.currentName();
				if (parser.nextToken() == JsonToken.VALUE_STRING) {
					texts.put(name, parser.getString());
				}
				parser.skipChildren();
			}
		}
		return texts;
	}

}
