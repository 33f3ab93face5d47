package dev.tappet.source.redis.pubsub;

import dev.tappet.source.Message;

/**
 * A published message.
 *
 * @param listener who heard it
 * @param number which of the messages that were heard it is
 * @param subscription the channel or pattern that was subscribed to
 * @param channel the channel that it was published to
 * @param body the message
 */
@SuppressWarnings("ArrayRecordComponent")
public record Published(String listener, long number, String subscription, String channel,
		byte[] body) implements Message.Body {

	@Override
	public String id() {
		return this.listener + "-" + this.number;
	}

}
