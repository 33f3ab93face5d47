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

	/**
	 * Called when messages of the trigger may have been missed, such as those that were
	 * published while the connection was lost, once that is over. A handler that can find
	 * out what it missed does so here. Runs on a virtual thread beside other calls of the
	 * handler, once for each gap and in each instance that had it; what it throws is
	 * logged.
	 * @param context has the trigger, its source and, as its timestamp, when the gap
	 * began
	 */
	default void onGap(TriggerContext context) {
	}

}
