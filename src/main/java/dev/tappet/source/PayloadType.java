package dev.tappet.source;

import java.util.function.Function;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/**
 * A payload type that a kind of source offers beside text, bytes and what JSON is read
 * into: the broker's own view of a message.
 *
 * @param type what a handler asks for
 * @param below whether it may ask for a class below that as well
 * @param conversions makes it, given the class that the handler asks for
 */
public record PayloadType(ResolvableType type, boolean below, Function<Class<?>, Conversion> conversions) {

	/**
	 * A payload type.
	 * @param <T> the type
	 * @param type what a handler asks for
	 * @param conversion makes it
	 * @return the payload type
	 */
	public static <T> PayloadType of(Class<T> type, Conversion conversion) {
		return new PayloadType(ResolvableType.forClass(type), false, (wanted) -> conversion);
	}

	/**
	 * A payload type with type arguments.
	 * @param <T> the type
	 * @param type what a handler asks for
	 * @param conversion makes it
	 * @return the payload type
	 */
	public static <T> PayloadType of(ParameterizedTypeReference<T> type, Conversion conversion) {
		return new PayloadType(ResolvableType.forType(type), false, (wanted) -> conversion);
	}

	/**
	 * All classes of a kind, such as those that a tool generates.
	 * @param type what they have in common
	 * @param conversions makes a payload, given the class that the handler asks for
	 * @return the payload type
	 */
	public static PayloadType below(Class<?> type, Function<Class<?>, Conversion> conversions) {
		return new PayloadType(ResolvableType.forClass(type), true, conversions);
	}

	/**
	 * What makes the payload of a handler.
	 * @param wanted the handler's type, which is of this payload type
	 * @return the conversion
	 */
	public Conversion conversion(ResolvableType wanted) {
		return this.conversions.apply(wanted.toClass());
	}

	/**
	 * Whether a handler that asks for a type is given this one.
	 * @param wanted the handler's type
	 * @return whether it is the same, type arguments included, or a class below it where
	 * those are offered
	 */
	public boolean is(ResolvableType wanted) {
		if (this.below) {
			return this.type.toClass().isAssignableFrom(wanted.toClass());
		}
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
