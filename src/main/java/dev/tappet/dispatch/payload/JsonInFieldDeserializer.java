package dev.tappet.dispatch.payload;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;

/**
 * Reads an object or array from the text of a field, once: strings within that JSON are
 * strings.
 */
final class JsonInFieldDeserializer extends DelegatingDeserializer {

	private final JsonMapper mapper;

	JsonInFieldDeserializer(JsonMapper mapper, ValueDeserializer<?> delegate) {
		super(delegate);
		this.mapper = mapper;
	}

	@Override
	protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
		return new JsonInFieldDeserializer(this.mapper, delegate);
	}

	@Override
	public Object deserialize(JsonParser parser, DeserializationContext context) {
		if (!carriesJson(parser, context)) {
			return super.deserialize(parser, context);
		}
		return read(parser, context, (json) -> super.deserialize(json, context));
	}

	@Override
	public Object deserializeWithType(JsonParser parser, DeserializationContext context, TypeDeserializer types) {
		if (!carriesJson(parser, context)) {
			return super.deserializeWithType(parser, context, types);
		}
		return read(parser, context, (json) -> super.deserializeWithType(json, context, types));
	}

	@SuppressWarnings("ReferenceEquality")
	private static boolean carriesJson(JsonParser parser, DeserializationContext context) {
		// The context keeps the parser of the entry itself, so JSON within JSON differs.
		if (parser != context.getParser() || !parser.hasToken(JsonToken.VALUE_STRING)) {
			return false;
		}
		String text = parser.getString().stripLeading();
		return text.startsWith("{") || text.startsWith("[");
	}

	private Object read(JsonParser parser, DeserializationContext context, Reading reading) {
		try (JsonParser json = this.mapper.createParser(parser.getString())) {
			json.nextToken();
			Object value = reading.from(json);
			JsonToken trailing = json.nextToken();
			if (trailing != null) {
				context.reportTrailingTokens(handledType(), json, trailing);
			}
			return value;
		}
	}

	private interface Reading {

		Object from(JsonParser json);

	}

}
