package dev.tappet.handler;

/**
 * Runs when a trigger fires. Returning is success: the message is acknowledged. Throwing
 * is failure: the message is retried by the trigger's policy, and dead-lettered when that
 * is used up. A handler runs on a virtual thread, so it may block.
 * <p>
 * The type argument decides what is bound: {@code String}, {@code byte[]},
 * {@link RedisMessage}, {@link StreamEntry}, {@link ChannelMessage},
 * {@code Map<String, String>}, any record or class that JSON can be read into, or a
 * {@code List} of these for one call per batch.
 *
 * @param <T> what the handler receives
 */
@FunctionalInterface
public interface TriggerHandler<T> {

	/**
	 * Handles one message, or one batch where {@code T} is a list.
	 * @param payload the bound payload
	 * @param context where the message came from and which attempt this is
	 * @throws Exception any failure; {@link RejectMessage} where a retry cannot help
	 */
	void handle(T payload, TriggerContext context) throws Exception;

}
