package dev.tappet.handler;

import org.reactivestreams.Publisher;

/**
 * The reactive form of {@link TriggerHandler}: completion is success, an error signal is
 * failure. The publisher is cancelled when the trigger's timeout is over.
 *
 * @param <T> what the handler receives
 */
@FunctionalInterface
public interface ReactiveTriggerHandler<T> {

	/**
	 * Handles one message, or one batch where {@code T} is a list.
	 * @param payload the bound payload
	 * @param context where the message came from and which attempt this is
	 * @return a publisher that is subscribed to once
	 */
	Publisher<Void> handle(T payload, TriggerContext context);

}
