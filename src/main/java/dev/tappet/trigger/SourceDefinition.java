package dev.tappet.trigger;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a trigger's messages come from: one source block of the configuration, as its
 * kind of source understands it.
 */
public interface SourceDefinition {

	/**
	 * The name of the source block.
	 * @return such as {@code redis-stream}
	 */
	String type();

	/**
	 * What is read, for endpoints and logs.
	 * @return the streams, lists, channels, topics or queues, at least one
	 */
	List<String> reads();

	/**
	 * Most messages of one read, and so of one batch.
	 * @return at least 1
	 */
	default int count() {
		return 1;
	}

	/**
	 * The field that carries the payload, where messages have named fields.
	 * @return its name, or {@code null} where the whole message is the payload
	 */
	default @Nullable String payloadField() {
		return null;
	}

}
