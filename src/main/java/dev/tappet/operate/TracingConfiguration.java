package dev.tappet.operate;

import dev.tappet.configuration.Definitions;
import dev.tappet.runtime.TriggerTracer;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Traces deliveries where the application has a tracer. That is decided once: without one
 * nothing of this is there.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Tracer.class)
@ConditionalOnBean({ Tracer.class, Propagator.class, ObservationRegistry.class })
class TracingConfiguration {

	/** Must not need the registry: the triggers are made with it. */
	@Bean
	TriggerTracer tappetTriggerTracer(ObservationRegistry registry, ObjectProvider<Definitions> definitions) {
		Definitions known = definitions.getIfAvailable();
		@Nullable String property = (known != null) ? known.traceProperty() : null;
		return (trigger) -> new ObservedDeliveries(trigger, registry, property);
	}

	@Bean
	DeliverySpans tappetDeliverySpans(Tracer tracer, Propagator propagator) {
		return new DeliverySpans(tracer, propagator);
	}

}
