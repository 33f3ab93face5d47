package dev.tappet.source.azurequeue;

import java.util.Objects;

/**
 * What can be asked of the service.
 */
public enum StubOperation {

	/** Makes a queue. */
	CREATE_QUEUE("c"),

	/** Deletes a queue with all that is in it. */
	DELETE_QUEUE("d"),

	/** Asks for a queue's metadata and the approximate number of its messages. */
	GET_METADATA("r"),

	/** Replaces a queue's metadata. */
	SET_METADATA("w"),

	/** Sends a message. */
	PUT("a"),

	/** Receives messages. */
	RECEIVE("p"),

	/** Looks at messages. */
	PEEK("r"),

	/** Removes all messages. */
	CLEAR("d"),

	/** Changes a message, or until when it is held. */
	UPDATE("u"),

	/** Deletes a message. */
	DELETE("p"),

	/** Lists the queues. */
	LIST_QUEUES("l"),

	/** Asks for the settings of the service. */
	GET_SERVICE("r");

	private final String permission;

	StubOperation(String permission) {
		this.permission = permission;
	}

	/** The letter of a SAS that allows it. */
	String permission() {
		return this.permission;
	}

	static StubOperation of(StubRequest request) {
		String queue = request.part(0);
		String kind = request.query().getOrDefault("comp", "");
		if (queue == null) {
			return kind.equals("list") ? LIST_QUEUES : GET_SERVICE;
		}
		if (request.part(1) == null) {
			return ofQueue(request.method(), kind.equals("metadata"));
		}
		return (request.part(2) == null) ? ofMessages(request) : ofMessage(request.method());
	}

	private static StubOperation ofQueue(String method, boolean metadata) {
		return switch (method) {
			case "PUT" -> metadata ? SET_METADATA : CREATE_QUEUE;
			case "DELETE" -> DELETE_QUEUE;
			case "GET", "HEAD" -> GET_METADATA;
			default -> throw unsupported();
		};
	}

	private static StubOperation ofMessages(StubRequest request) {
		return switch (request.method()) {
			case "POST" -> PUT;
			case "DELETE" -> CLEAR;
			case "GET" -> Objects.equals(request.query().get("peekonly"), "true") ? PEEK : RECEIVE;
			default -> throw unsupported();
		};
	}

	private static StubOperation ofMessage(String method) {
		return switch (method) {
			case "PUT" -> UPDATE;
			case "DELETE" -> DELETE;
			default -> throw unsupported();
		};
	}

	private static StubRefusal unsupported() {
		return new StubRefusal(405, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb.");
	}

}
