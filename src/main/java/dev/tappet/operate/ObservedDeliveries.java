package dev.tappet.operate;

import dev.tappet.dispatch.Tracing;
import dev.tappet.handler.TriggerContext;
import dev.tappet.source.Delivery;
import dev.tappet.trigger.TriggerDefinition;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each delivery of one trigger, with the names of OpenTelemetry's
 * conventions for messaging.
 */
final class ObservedDeliveries implements Tracing {

	static final String NAME = "tappet.process";

	private final ObservationRegistry registry;

	private final @Nullable String property;

	private final KeyValues constant;

	ObservedDeliveries(TriggerDefinition trigger, ObservationRegistry registry, @Nullable String property) {
		this.registry = registry;
		this.property = property;
		this.constant = KeyValues.of("messaging.system", system(trigger.type()), "messaging.operation.name", "process",
				"messaging.operation.type", "process", "tappet.trigger", trigger.name());
	}

	/** The kind of source begins with the broker. */
	private static String system(String type) {
		int end = type.indexOf('-');
		return (end > 0) ? type.substring(0, end) : type;
	}

	@Override
	public Span begin(Delivery delivery, TriggerContext context) {
		DeliveryObservation observed = new DeliveryObservation(new TraceHeaders(delivery.message(0), this.property),
				context);
		Observation observation = Observation.createNotStarted(NAME, () -> observed, this.registry)
			.contextualName("process " + context.source())
			.lowCardinalityKeyValues(this.constant)
			.highCardinalityKeyValue("messaging.destination.name", context.source())
			.highCardinalityKeyValue("messaging.message.id", context.messageId())
			.highCardinalityKeyValue("tappet.attempt", Integer.toString(context.attempt()));
		if (delivery.size() > 1) {
			observation.highCardinalityKeyValue("messaging.batch.message_count", Integer.toString(delivery.size()));
		}
		observation.start();
		Observation.Scope scope = observation.openScope();
		return new Observed(observation, scope);
	}

	/**
	 * An observation under way.
	 *
	 * @param observation the observation
	 * @param scope while it is open the observation is the thread's
	 */
	private record Observed(Observation observation, Observation.Scope scope) implements Span {

		@Override
		public void failed(Throwable thrown) {
			this.observation.highCardinalityKeyValue("error.type", thrown.getClass().getName());
			this.observation.error(thrown);
		}

		@Override
		public void close() {
			this.scope.close();
			this.observation.stop();
		}

	}

}
