package dev.tappet.operate;

import java.time.Duration;
import java.util.function.ToDoubleFunction;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.Backlog;
import dev.tappet.trigger.TriggerDefinition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The gauges whose figures brokers are asked for when they are scraped. One that could
 * not be read is NaN.
 */
class FigureMeters implements MeterBinder {

	/** What one scrape waits at most, for all triggers together. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final TriggerRegistry triggers;

	private final Figures figures;

	private final SharedRefresh refresh;

	FigureMeters(TriggerRegistry triggers, Figures figures, SharedRefresh refresh) {
		this.triggers = triggers;
		this.figures = figures;
		this.refresh = refresh;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Trigger trigger : this.triggers.triggers()) {
			bind(trigger, registry);
		}
	}

	private void bind(Trigger trigger, MeterRegistry registry) {
		TriggerDefinition definition = trigger.definition();
		CachedFigure<Backlog> backlog = this.figures.backlog(definition.name());
		if (backlog != null) {
			bind("tappet.backlog", "Messages waiting, or taken but unfinished, over all instances", definition, backlog,
					Backlog::total, registry);
		}
		// Nobody is to be started for what nobody is to read.
		if (backlog != null && definition.enabled()) {
			bind("tappet.desired.workers", "Workers that the backlog asks for", definition, backlog,
					(figure) -> DesiredWorkers.of(figure, definition, trigger.workerLimit()), registry);
		}
		CachedFigure<Duration> age = this.figures.backlogAge(definition.name());
		if (age != null) {
			bind("tappet.backlog.age.seconds", "Age of the oldest unfinished message, over all instances", definition,
					age, FigureMeters::seconds, registry);
		}
		CachedFigure<Long> deadLetters = this.figures.deadLetters(definition.name());
		if (deadLetters != null) {
			bind("tappet.dead.letters", "Entries in the dead-letter stream", definition, deadLetters, Long::doubleValue,
					registry);
		}
	}

	private static double seconds(Duration age) {
		return age.toMillis() / 1000.0;
	}

	private <T> void bind(String name, String description, TriggerDefinition definition, CachedFigure<T> figure,
			ToDoubleFunction<T> value, MeterRegistry registry) {
		Gauge.builder(name, () -> read(figure, value))
			.description(description)
			.tags(TriggerTags.of(definition))
			.register(registry);
	}

	private <T> double read(CachedFigure<T> figure, ToDoubleFunction<T> value) {
		this.refresh.refresh(PATIENCE);
		return switch (figure.reading()) {
			case Reading.Known<T> known -> value.applyAsDouble(known.value());
			case Reading.Unknown<T> unknown -> Double.NaN;
		};
	}

}
