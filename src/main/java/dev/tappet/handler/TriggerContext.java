package dev.tappet.handler;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a handler may want to know about the message that it is handling.
 */
public interface TriggerContext {

	/**
	 * The trigger's name.
	 * @return the name under {@code tappet.triggers}
	 */
	String trigger();

	/**
	 * The kind of source, such as {@code redis-stream}.
	 * @return the name of the trigger's source block
	 */
	String type();

	/**
	 * Where the message came from.
	 * @return the stream, list or channel
	 */
	String source();

	/**
	 * Identifies the message, the same on every attempt. A batch has that of its first
	 * message.
	 * @return the entry id of a stream, else an id that was given when the message was
	 * taken
	 */
	String messageId();

	/**
	 * Which attempt this is, over all instances.
	 * @return 1 for the first
	 */
	int attempt();

	/**
	 * When the message was written.
	 * @return the time, or {@code null} where the source knows none
	 */
	@Nullable Instant timestamp();

	/**
	 * What travels beside the payload: the other fields of a stream entry.
	 * @return an immutable map, empty where the source has no headers
	 */
	Map<String, String> headers();

	/**
	 * The instance that handles the message.
	 * @return the value of {@code tappet.instance-id}
	 */
	String instanceId();

	/**
	 * Whether the message came back from the dead letters.
	 * @return whether an operator replayed it
	 */
	boolean replay();

}
