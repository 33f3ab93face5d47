package dev.tappet.operate;

import dev.tappet.handler.TriggerContext;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * What is observed: one delivery at a handler.
 */
final class DeliveryObservation extends ReceiverContext<TraceHeaders> {

	private final String message;

	private final int attempt;

	/**
	 * Observes a delivery.
	 * @param headers what its message says of its trace; of a batch the first
	 * @param context what the handler sees
	 */
	DeliveryObservation(TraceHeaders headers, TriggerContext context) {
		super((carrier, name) -> carrier.get(name), Kind.CONSUMER);
		setCarrier(headers);
		this.message = context.trigger() + " " + context.source() + " " + context.messageId();
		this.attempt = context.attempt();
	}

	/** The same for each attempt at a message. */
	String message() {
		return this.message;
	}

	int attempt() {
		return this.attempt;
	}

}
