package dev.tappet.dispatch;

/**
 * No JSON whatever can be read into a payload type.
 */
final class UnreadableTypeException extends RuntimeException {

	UnreadableTypeException(String message) {
		super(message);
	}

}
