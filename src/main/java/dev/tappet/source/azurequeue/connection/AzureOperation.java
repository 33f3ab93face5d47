package dev.tappet.source.azurequeue.connection;

import java.util.Locale;

/**
 * What a request asks of the service. Each request is billed, repeated ones too.
 */
public enum AzureOperation {

	/** Takes messages. */
	RECEIVE,

	/** Looks at messages. */
	PEEK,

	/** Renews a lease, or puts a message off. */
	UPDATE,

	/** Removes a message. */
	DELETE,

	/** Writes a message. */
	SEND,

	/** Counts the messages. */
	COUNT,

	/** Makes a queue. */
	CREATE;

	/**
	 * By what a request is known.
	 * @param method its method
	 * @param path its path
	 * @param query its query, empty where it has none
	 * @return what it asks
	 */
	static AzureOperation of(String method, String path, String query) {
		boolean messages = path.endsWith("/messages");
		return switch (method) {
			case "GET" -> !messages ? COUNT : query.contains("peekonly=true") ? PEEK : RECEIVE;
			case "POST" -> SEND;
			case "DELETE" -> DELETE;
			default -> path.contains("/messages/") ? UPDATE : CREATE;
		};
	}

	/**
	 * As a meter has it.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
