package dev.tappet.dispatch.payload;

import dev.tappet.source.Printable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says why JSON could not be read: what, at which property, where. Jackson's own messages
 * quote the payload, and that has no place in logs and endpoints.
 */
final class JsonProblem {

	private JsonProblem() {
	}

	static String describe(RuntimeException ex, boolean located) {
		if (!(ex instanceof JacksonException problem)) {
			return TypeNames.of(ex.getClass());
		}
		StringBuilder text = new StringBuilder(what(problem));
		String path = path(problem);
		if (!path.isEmpty()) {
			text.append(" at ").append(Printable.of(path, Printable.VALUE));
		}
		TokenStreamLocation location = problem.getLocation();
		if (located && location != null && location.getLineNr() > 0 && location.getColumnNr() > 0) {
			text.append(" (line ").append(location.getLineNr());
			text.append(", column ").append(location.getColumnNr()).append(')');
		}
		return text.toString();
	}

	private static String what(JacksonException problem) {
		return switch (problem) {
			case StreamConstraintsException ex -> ex.getOriginalMessage();
			case UnexpectedEndOfInputException ex -> "it ends too early";
			case InputCoercionException ex -> "a number out of range";
			case StreamReadException ex -> messageOf(ex).startsWith("Invalid UTF-8") ? "invalid UTF-8" : "malformed";
			case UnrecognizedPropertyException ex -> "an unknown property";
			case MismatchedInputException ex -> mismatch(ex);
			case ValueInstantiationException ex ->
				"the constructor of " + TypeNames.of(ex.getType().getRawClass()) + " threw " + thrown(ex);
			case InvalidDefinitionException ex -> "a property whose type cannot be made from JSON";
			default -> thrown(problem);
		};
	}

	private static String mismatch(MismatchedInputException ex) {
		if (messageOf(ex).startsWith("Trailing token")) {
			return "more after the end of the JSON";
		}
		String found = found(ex.getCurrentToken());
		Class<?> target = ex.getTargetType();
		return (target != null) ? found + " where " + TypeNames.of(target) + " is needed" : found + " does not fit";
	}

	private static String found(@Nullable JsonToken token) {
		return switch (token) {
			case START_OBJECT, PROPERTY_NAME -> "an object";
			case START_ARRAY -> "an array";
			case VALUE_STRING -> "a string";
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
			case VALUE_TRUE, VALUE_FALSE -> "a boolean";
			case VALUE_NULL -> "null";
			case VALUE_EMBEDDED_OBJECT -> "a value";
			case NOT_AVAILABLE, END_OBJECT, END_ARRAY -> "nothing";
			case null -> "nothing";
		};
	}

	private static String thrown(JacksonException ex) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		return TypeNames.of(cause.getClass());
	}

	private static String messageOf(JacksonException ex) {
		return String.valueOf(ex.getOriginalMessage());
	}

	private static String path(JacksonException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference step : ex.getPath()) {
			if (step.getPropertyName() == null) {
				path.append('[').append(step.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
			}
		}
		return path.toString();
	}

}
