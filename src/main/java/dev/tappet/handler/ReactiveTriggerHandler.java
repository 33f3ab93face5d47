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
