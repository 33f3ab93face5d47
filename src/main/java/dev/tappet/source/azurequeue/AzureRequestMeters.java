package dev.tappet.source.azurequeue;

import dev.tappet.source.azurequeue.connection.AzureOperation;
import dev.tappet.source.azurequeue.connection.RequestCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The counters of requests, by trigger and operation.
 */
class AzureRequestMeters implements MeterBinder {

	private final RequestCounts counts;

	AzureRequestMeters(RequestCounts counts) {
		this.counts = counts;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.counts.watch((trigger) -> {
			for (AzureOperation operation : AzureOperation.values()) {
				FunctionCounter.builder("tappet.azure.requests", trigger, (counted) -> counted.count(operation))
					.description("Requests to the queue service, each of which is billed, repeated ones too")
					.tag("trigger", trigger.trigger())
					.tag("operation", operation.label())
					.register(registry);
			}
		});
	}

}
