package dev.tappet.dispatch.payload;

/**
 * No JSON whatever can be read into a payload type.
 */
public final class UnreadableTypeException extends RuntimeException {

	UnreadableTypeException(String message) {
		super(message);
	}

}
