package dev.tappet.runtime;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

import dev.tappet.dispatch.AloneGate;
import dev.tappet.dispatch.BoundHandler;
import dev.tappet.dispatch.Dispatcher;
import dev.tappet.dispatch.GapNotice;
import dev.tappet.dispatch.InvocationListener;
import dev.tappet.dispatch.Tracing;
import dev.tappet.dispatch.Trial;
import dev.tappet.source.Source;
import dev.tappet.source.SourceType;
import dev.tappet.source.SourceTypes;
import dev.tappet.source.WishStore;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Puts one trigger together: its source, its dispatcher, and who watches them.
 *
 * @param types the kinds of sources
 * @param watchers who is told of deliveries
 * @param instance this instance
 * @param clock for delays and the times of failures
 * @param gate the one gate that all handlers of this process pass
 * @param wishes keeps what is wished of triggers whose broker does not
 */
record Assembly(SourceTypes types, Watchers watchers, InstanceId instance, Clock clock, AloneGate gate,
		Supplier<@Nullable WishStore> wishes) {

	/**
	 * Who is told of deliveries.
	 *
	 * @param monitors are told of how each trigger is doing
	 * @param tracer puts deliveries into traces, or {@code null} where nobody traces
	 */
	record Watchers(List<TriggerMonitor> monitors, @Nullable TriggerTracer tracer) {
	}

	RegisteredTrigger make(TriggerDefinition definition, BoundHandler handler) {
		SourceType type = this.types.get(definition.type());
		TriggerStatistics statistics = new TriggerStatistics(
				new GapNotice(definition, handler, this.instance.value())::tell);
		List<InvocationListener> listeners = this.watchers.monitors()
			.stream()
			.map((monitor) -> monitor.watch(definition, type.traits()))
			.toList();
		InvocationListener listener = InvocationListener.all(listeners);
		TriggerTracer tracer = this.watchers.tracer();
		Tracing tracing = (tracer != null) ? tracer.trace(definition) : null;
		Dispatcher.Surroundings surroundings = new Dispatcher.Surroundings(this.instance.value(), this.clock, this.gate,
				tracing);
		return new RegisteredTrigger(definition, type, new Trial(definition, handler, surroundings), () -> {
			Source source = type.create(definition, handler.batched(), statistics);
			return new RegisteredTrigger.Run(source,
					new Dispatcher(definition, type.traits().order(), handler, listener, surroundings));
		}, statistics, new Wishing(this.wishes, this.instance, this.clock));
	}

}
