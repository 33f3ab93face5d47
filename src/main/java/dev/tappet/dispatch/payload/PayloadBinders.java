package dev.tappet.dispatch.payload;

import java.util.List;
import java.util.stream.Stream;

import dev.tappet.source.Message;
import dev.tappet.source.PayloadType;
import dev.tappet.source.SourceType;
import dev.tappet.source.SourceTypes;
import dev.tappet.trigger.SourceDefinition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

/**
 * Chooses the binder for a payload type and a source: text, bytes, the types that the
 * kind of source offers, else JSON.
 */
public final class PayloadBinders {

	private final JsonReaders json;

	private final SourceTypes kinds;

	/**
	 * Chooses among what the kinds of sources offer.
	 * @param mapper reads JSON payloads; its modules, features and limits hold
	 * @param kinds all kinds of sources
	 */
	public PayloadBinders(JsonMapper mapper, SourceTypes kinds) {
		this.json = new JsonReaders(mapper);
		this.kinds = kinds;
	}

	/**
	 * Whether a type belongs to other kinds of sources than a trigger's.
	 * @param type what a handler takes
	 * @param source the trigger's source
	 * @return whether it can never be bound
	 */
	public boolean isForeign(ResolvableType type, SourceDefinition source) {
		return find(type, this.kinds.get(source.type())) == null
				&& this.kinds.all().stream().anyMatch((kind) -> find(type, kind) != null);
	}

	/**
	 * The types that a trigger may be handled with.
	 * @param source the trigger's source
	 * @return their names, for a person
	 */
	public String offered(SourceDefinition source) {
		List<String> names = Stream
			.concat(Stream.of("String", "byte[]"),
					this.kinds.get(source.type()).payloadTypes().stream().map((type) -> TypeNames.of(type.type())))
			.toList();
		return String.join(", ", names) + " or a type that JSON is read into";
	}

	/**
	 * Makes the binder of one trigger.
	 * @param type what its handler takes, or an element of its list
	 * @param source the trigger's source
	 * @return the binder
	 * @throws UnreadableTypeException if JSON can never be read into the type
	 */
	public PayloadBinder binder(ResolvableType type, SourceDefinition source) {
		Payload payload = new Payload(source.payloadField());
		if (type.toClass() == String.class) {
			return (from, message) -> payload.text(message);
		}
		if (type.toClass() == byte[].class) {
			// The original stays untouched for the next attempt, whatever the handler
			// does.
			return (from, message) -> payload.bytes(message).clone();
		}
		PayloadType offered = find(type, this.kinds.get(source.type()));
		if (offered != null) {
			PayloadType.Conversion conversion = offered.conversion(type);
			return (from, message) -> conversion.convert(from, message, payload::text);
		}
		return json(type, payload);
	}

	private static @Nullable PayloadType find(ResolvableType type, SourceType kind) {
		return kind.payloadTypes().stream().filter((each) -> each.is(type)).findFirst().orElse(null);
	}

	private PayloadBinder json(ResolvableType type, Payload payload) {
		JsonPayload document = this.json.ofDocument(type);
		if (!payload.isWhole()) {
			return (from, message) -> document.read(payload.document(message));
		}
		JsonPayload values = this.json.ofFields(type);
		return (from, message) -> switch (message) {
			case Message.Fields fields -> values.read(FieldsJson.values(fields));
			case Message.Body body -> document.read(body.document());
		};
	}

}
