package dev.tappet.source;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/**
 * A payload type that a kind of source offers beside text, bytes and what JSON is read
 * into: the broker's own view of a message.
 *
 * @param type what a handler asks for
 * @param conversion makes it
 */
public record PayloadType(ResolvableType type, Conversion conversion) {

	/**
	 * A payload type.
	 * @param <T> the type
	 * @param type what a handler asks for
	 * @param conversion makes it
	 * @return the payload type
	 */
	public static <T> PayloadType of(Class<T> type, Conversion conversion) {
		return new PayloadType(ResolvableType.forClass(type), conversion);
	}

	/**
	 * A payload type with type arguments.
	 * @param <T> the type
	 * @param type what a handler asks for
	 * @param conversion makes it
	 * @return the payload type
	 */
	public static <T> PayloadType of(ParameterizedTypeReference<T> type, Conversion conversion) {
		return new PayloadType(ResolvableType.forType(type), conversion);
	}

	/**
	 * Whether a handler that asks for a type is given this one.
	 * @param wanted the handler's type
	 * @return whether it is the same, type arguments included
	 */
	public boolean is(ResolvableType wanted) {
		ResolvableType[] own = this.type.getGenerics();
		if (this.type.toClass() != wanted.toClass() || own.length != wanted.getGenerics().length) {
			return false;
		}
		for (int i = 0; i < own.length; i++) {
			if (own[i].resolve() != wanted.getGeneric(i).resolve()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Makes a payload of one message.
	 */
	@FunctionalInterface
	public interface Conversion {

		/**
		 * Makes what the handler is given.
		 * @param source where the message came from
		 * @param message the message
		 * @param text how the message reads as text
		 * @return the payload
		 * @throws UnbindablePayloadException if it cannot be made of this message
		 */
		Object convert(String source, Message message, Text text) throws UnbindablePayloadException;

	}

	/**
	 * How a message reads as text, by the trigger's configuration.
	 */
	@FunctionalInterface
	public interface Text {

		/**
		 * The text.
		 * @param message the message
		 * @return what a handler of {@code String} would be given
		 * @throws UnbindablePayloadException if the message has no payload
		 */
		String of(Message message) throws UnbindablePayloadException;

	}

}
