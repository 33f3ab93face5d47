package dev.tappet.source.redis.pubsub;

/**
 * How a trigger listens.
 *
 * @param trigger the trigger's name
 * @param subscription what it is subscribed to
 * @param buffer most messages that may be unfinished
 * @param strict whether a failing message holds up those behind it
 * @param configureNotifications whether missing notification flags are set
 */
public record SubscriberSettings(String trigger, Subscription subscription, int buffer, boolean strict,
		boolean configureNotifications) {
}
