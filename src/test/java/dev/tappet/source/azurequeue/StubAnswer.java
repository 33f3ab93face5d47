package dev.tappet.source.azurequeue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client gets to see.
 */
sealed interface StubAnswer {

	/** An answer without a body. */
	static Reply empty(int status) {
		return new Reply(status, Map.of(), "");
	}

	static Reply xml(int status, StubXml xml) {
		return new Reply(status, Map.of("Content-Type", "application/xml"), xml.toString());
	}

	/**
	 * An answer in order.
	 *
	 * @param status the status
	 * @param headers the headers
	 * @param body the body
	 */
	record Reply(int status, Map<String, String> headers, String body) implements StubAnswer {

		Reply with(String name, Object value) {
			Map<String, String> more = new LinkedHashMap<>(this.headers);
			more.put(name, String.valueOf(value));
			return new Reply(this.status, more, this.body);
		}

	}

	/** The connection is reset. */
	record Reset() implements StubAnswer {
	}

}
