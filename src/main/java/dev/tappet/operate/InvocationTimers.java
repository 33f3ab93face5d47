package dev.tappet.operate;

import java.util.concurrent.TimeUnit;

import dev.tappet.dispatch.InvocationListener;
import dev.tappet.source.Traits;
import dev.tappet.trigger.TriggerDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one trigger, made once so that an invocation looks nothing up.
 */
class InvocationTimers implements InvocationListener {

	private final Timer success;

	private final Timer failure;

	private final @Nullable Timer delay;

	InvocationTimers(TriggerDefinition definition, Traits traits, MeterRegistry registry) {
		Tags tags = TriggerTags.of(definition);
		Timer.Builder handler = Timer.builder("tappet.handler").description("Handler invocations");
		this.success = handler.tags(tags.and("outcome", "success")).register(registry);
		this.failure = handler.tags(tags.and("outcome", "failure")).register(registry);
		this.delay = traits.times() ? Timer.builder("tappet.delivery.delay")
			.description("Time from the message being written to its handler's start")
			.tags(tags)
			.register(registry) : null;
	}

	@Override
	public void succeeded(long nanos) {
		this.success.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void failed(long nanos) {
		this.failure.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void delayed(long millis) {
		if (this.delay != null) {
			// The broker and this machine need not agree on the time.
			this.delay.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
		}
	}

}
