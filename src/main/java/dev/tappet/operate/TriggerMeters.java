package dev.tappet.operate;

import java.util.List;
import java.util.function.ToLongFunction;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerCounts;
import dev.tappet.runtime.TriggerRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters that this process can fill without asking a broker.
 */
class TriggerMeters implements MeterBinder {

	// Held here, since a meter refers to what it measures by a weak reference only.
	private final List<Trigger> triggers;

	TriggerMeters(TriggerRegistry registry) {
		this.triggers = List.copyOf(registry.triggers());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Trigger trigger : this.triggers) {
			bindCounters(trigger, registry);
			bindGauges(trigger, registry);
		}
	}

	private static void bindCounters(Trigger trigger, MeterRegistry registry) {
		Tags tags = TriggerTags.of(trigger.definition());
		bindResult(trigger, "completed", TriggerCounts::completed, registry);
		bindResult(trigger, "retried", TriggerCounts::retried, registry);
		bindResult(trigger, "dead_lettered", TriggerCounts::deadLettered, registry);
		bindResult(trigger, "dropped", TriggerCounts::dropped, registry);
		FunctionCounter.builder("tappet.takeovers", trigger, (it) -> it.counts().takenOver())
			.description("Messages taken over from a dead worker")
			.tags(tags)
			.register(registry);
		FunctionCounter.builder("tappet.gaps", trigger, (it) -> it.counts().gaps())
			.description("Times that messages may have been missed")
			.tags(tags)
			.register(registry);
		FunctionCounter.builder("tappet.source.restarts", trigger, (it) -> it.counts().restarts())
			.description("Restarts of the source after a failure")
			.tags(tags)
			.register(registry);
	}

	private static void bindResult(Trigger trigger, String result, ToLongFunction<TriggerCounts> count,
			MeterRegistry registry) {
		FunctionCounter.builder("tappet.messages", trigger, (it) -> count.applyAsLong(it.counts()))
			.description("Decisions on messages")
			.tags(TriggerTags.of(trigger.definition()).and("result", result))
			.register(registry);
	}

	/** Nothing is known of a source that was paused before it tried. */
	private static double sourceUp(Trigger trigger) {
		if (trigger.sourceUp()) {
			return 1;
		}
		return (trigger.failingSince() != null) ? 0 : Double.NaN;
	}

	private static void bindGauges(Trigger trigger, MeterRegistry registry) {
		Tags tags = TriggerTags.of(trigger.definition());
		Gauge.builder("tappet.in.flight", trigger, Trigger::inFlight)
			.description("Messages in handlers of this instance")
			.tags(tags)
			.register(registry);
		Gauge.builder("tappet.concurrency", trigger, Trigger::concurrency)
			.description("Most messages in handlers at once, in this instance")
			.tags(tags)
			.register(registry);
		if (trigger.definition().enabled()) {
			Gauge.builder("tappet.source.up", trigger, TriggerMeters::sourceUp)
				.description("Whether the source can be read")
				.tags(tags)
				.register(registry);
		}
		Gauge.builder("tappet.messages.per.worker", trigger, (it) -> it.definition().messagesPerWorker())
			.description("Backlog that one worker should carry")
			.tags(tags)
			.register(registry);
	}

}
