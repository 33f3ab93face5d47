package dev.tappet.dispatch;

import dev.tappet.handler.TriggerContext;
import dev.tappet.source.Delivery;

/**
 * Puts each delivery of one trigger into a trace.
 */
@FunctionalInterface
public interface Tracing {

	/**
	 * Begins the span of a delivery, on the thread that calls the handler next. It is the
	 * thread's until it is closed there.
	 * @param delivery the delivery
	 * @param context what the handler sees of it
	 * @return the span
	 */
	Span begin(Delivery delivery, TriggerContext context);

	/**
	 * The span of one delivery.
	 */
	interface Span extends AutoCloseable {

		/**
		 * The handler has failed.
		 * @param thrown what it threw
		 */
		void failed(Throwable thrown);

		/** The handler has ended, and what became of the messages is decided. */
		@Override
		void close();

	}

}
