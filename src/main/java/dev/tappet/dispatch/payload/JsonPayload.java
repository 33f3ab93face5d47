package dev.tappet.dispatch.payload;

import dev.tappet.source.UnbindablePayloadException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;

/**
 * Reads the JSON of one payload type.
 */
final class JsonPayload {

	private final String failure;

	private final boolean located;

	private final ObjectReader reader;

	/**
	 * Reads one type.
	 * @param failure how the reason of a failure begins
	 * @param located whether line and column mean something to whoever wrote the message
	 * @param reader reads the type
	 */
	JsonPayload(String failure, boolean located, ObjectReader reader) {
		this.failure = failure;
		this.located = located;
		this.reader = reader;
	}

	Object read(byte[] json) throws UnbindablePayloadException {
		if (json.length == 0) {
			throw unbindable("the payload is empty");
		}
		Object value = value(json);
		if (value == null) {
			throw unbindable("the payload is null");
		}
		return value;
	}

	private @Nullable Object value(byte[] json) throws UnbindablePayloadException {
		try {
			return this.reader.readValue(json);
		}
		catch (RuntimeException ex) {
			throw unbindable(JsonProblem.describe(ex, this.located));
		}
	}

	private UnbindablePayloadException unbindable(String problem) {
		return new UnbindablePayloadException(this.failure + ": " + problem);
	}

}
