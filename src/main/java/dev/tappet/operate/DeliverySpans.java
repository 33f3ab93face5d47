package dev.tappet.operate;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.core.Ordered;

/**
 * Makes spans of deliveries: children of the span that the message names, with a link to
 * the attempt before.
 */
final class DeliverySpans extends PropagatingReceiverTracingObservationHandler<DeliveryObservation> implements Ordered {

	private final AttemptLinks<TraceContext> links = new AttemptLinks<>();

	DeliverySpans(Tracer tracer, Propagator propagator) {
		super(tracer, propagator);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof DeliveryObservation;
	}

	@Override
	public Span.Builder customizeExtractedSpan(DeliveryObservation delivery, Span.Builder builder) {
		TraceContext before = (delivery.attempt() > 1) ? this.links.before(delivery.message()) : null;
		return (before != null) ? builder.addLink(new Link(before)) : builder;
	}

	@Override
	public void onStop(DeliveryObservation delivery) {
		if (delivery.getError() != null) {
			this.links.failed(delivery.message(), getRequiredSpan(delivery).context());
		}
		super.onStop(delivery);
	}

	/** Before the one for whatever is received. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
