package dev.tappet.handler;

/**
 * A published message.
 *
 * @param subscription the channel or pattern that was subscribed to
 * @param channel the channel that the message was published to
 * @param message the message
 */
public record ChannelMessage(String subscription, String channel, String message) {
}
