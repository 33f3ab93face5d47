package dev.tappet.handler;

/**
 * A message with the place that it came from, whatever the kind of source.
 *
 * @param trigger the stream, list or channel
 * @param message a stream entry as JSON, a list element or a published message
 */
public record RedisMessage(String trigger, String message) {
}
