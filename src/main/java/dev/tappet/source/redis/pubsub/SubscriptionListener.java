package dev.tappet.source.redis.pubsub;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;

/**
 * Who hears what is published to a subscription.
 */
interface SubscriptionListener {

	/**
	 * Something was published.
	 * @param stream the stream that it came by
	 * @param subscription the channel or pattern that was subscribed to
	 * @param channel the channel that it was published to
	 * @param body the message
	 */
	void message(Stream stream, String subscription, String channel, byte[] body);

	/**
	 * Looks whether a server tells what is listened to; blocks while it does.
	 * @param commands those of the server
	 * @param node the server
	 */
	default void check(RedisPubSubAsyncCommands<String, byte[]> commands, Node node) throws InterruptedException {
	}

	/** The subscription stands. */
	void subscribed();

	/**
	 * The subscription does not stand everywhere for now.
	 * @param heardUntil until when all was certainly heard, as {@link System#nanoTime()}
	 * has it
	 */
	default void interrupted(long heardUntil) {
	}

	/**
	 * The subscription does not stand.
	 * @param failure why
	 * @param heardUntil until when all was certainly heard
	 */
	void failed(Throwable failure, long heardUntil);

}
