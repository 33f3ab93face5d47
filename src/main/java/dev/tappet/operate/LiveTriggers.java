package dev.tappet.operate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.Backlog;
import org.jspecify.annotations.Nullable;

/**
 * All triggers as they are at this moment, for whoever shows them while they change.
 * Looking asks no broker; what has to be asked for is asked for apart from that.
 */
public final class LiveTriggers {

	private final TriggerRegistry registry;

	private final Figures figures;

	private final boolean showErrors;

	LiveTriggers(TriggerRegistry registry, Figures figures, boolean showErrors) {
		this.registry = registry;
		this.figures = figures;
		this.showErrors = showErrors;
	}

	/**
	 * Asks brokers for what is shown and is not fresh, and waits for no answer.
	 * @param shown which figures are shown
	 */
	public void ask(ShownFigures shown) {
		List<CachedFigure<?>> wanted = new ArrayList<>();
		for (Trigger trigger : this.registry.triggers()) {
			addTo(wanted, backlog(trigger, shown));
			addTo(wanted, age(trigger, shown));
			addTo(wanted, deadLetters(trigger, shown));
		}
		Figures.refresh(wanted, Duration.ZERO);
	}

	/**
	 * The triggers in the order of their names, by what is known here.
	 * @param shown which figures are shown
	 * @return each trigger
	 */
	public List<LiveTrigger> look(ShownFigures shown) {
		return this.registry.triggers().stream().map((trigger) -> look(trigger, shown)).toList();
	}

	private LiveTrigger look(Trigger trigger, ShownFigures shown) {
		CachedFigure<Backlog> backlog = backlog(trigger, shown);
		Duration age = known(age(trigger, shown));
		return new LiveTrigger(TriggerDescription.of(trigger, this.showErrors),
				shown.meters() ? trigger.concurrency() : null, known(backlog), unknown(backlog, shown),
				(age != null) ? age.toMillis() / 1000.0 : null, known(deadLetters(trigger, shown)));
	}

	private @Nullable CachedFigure<Backlog> backlog(Trigger trigger, ShownFigures shown) {
		return shown.backlog() ? this.figures.backlog(trigger.definition().name()) : null;
	}

	private @Nullable CachedFigure<Duration> age(Trigger trigger, ShownFigures shown) {
		return shown.meters() ? this.figures.backlogAge(trigger.definition().name()) : null;
	}

	private @Nullable CachedFigure<Long> deadLetters(Trigger trigger, ShownFigures shown) {
		return shown.deadLetters() ? this.figures.deadLetters(trigger.definition().name()) : null;
	}

	private static void addTo(List<CachedFigure<?>> wanted, @Nullable CachedFigure<?> figure) {
		if (figure != null) {
			wanted.add(figure);
		}
	}

	private static <T> @Nullable T known(@Nullable CachedFigure<T> figure) {
		return (figure != null && figure.reading() instanceof Reading.Known<T> known) ? known.value() : null;
	}

	private static @Nullable String unknown(@Nullable CachedFigure<?> figure, ShownFigures shown) {
		if (figure == null || !(figure.reading() instanceof Reading.Unknown<?> unknown)) {
			return null;
		}
		return shown.reasons() ? unknown.reason() : "unknown";
	}

}
