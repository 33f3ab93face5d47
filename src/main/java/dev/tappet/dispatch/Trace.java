package dev.tappet.dispatch;

import java.util.concurrent.TimeoutException;

import dev.tappet.source.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * Has the deliveries of one trigger traced, whatever the tracer throws: it costs no
 * message.
 *
 * @param tracing puts them into traces
 * @param settling says what went wrong
 */
record Trace(Tracing tracing, Settling settling) {

	Tracing.@Nullable Span begin(Delivery delivery, DeliveryContext context) {
		try {
			return this.tracing.begin(delivery, context);
		}
		catch (Throwable ex) {
			this.settling.warn("a delivery could not be traced", ex);
			return null;
		}
	}

	/**
	 * Ends a span.
	 * @param span the span, where there is one
	 * @param thrown what the handler threw, or {@code null}
	 * @param inTime whether it ended by itself
	 */
	void end(Tracing.@Nullable Span span, @Nullable Throwable thrown, boolean inTime) {
		if (span == null) {
			return;
		}
		try (span) {
			if (!inTime) {
				span.failed(new TimeoutException("its time was up"));
			}
			else if (thrown != null) {
				span.failed(thrown);
			}
		}
		catch (Throwable ex) {
			this.settling.warn("a delivery could not be traced to its end", ex);
		}
	}

}
