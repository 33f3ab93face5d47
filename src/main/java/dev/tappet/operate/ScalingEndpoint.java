package dev.tappet.operate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.Backlog;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Tells an autoscaler how many workers the backlog asks for.
 * <p>
 * A backlog that cannot be read is not an empty one. The answer is then 503 with null
 * figures and the reason, and so is that for all triggers when one of them is unknown: a
 * scaler that took the largest of the known ones could take workers away from the
 * unknown. Whoever wants to go on with the others asks for each by its name. Triggers
 * without a backlog (pub/sub, or disabled) are not among all triggers, and without
 * figures when they are asked for by name.
 */
@WebEndpoint(id = "scaling")
class ScalingEndpoint {

	/** What a request waits for all brokers together at most. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final TriggerRegistry registry;

	private final Figures figures;

	ScalingEndpoint(TriggerRegistry registry, Figures figures) {
		this.registry = registry;
		this.figures = figures;
	}

	@ReadOperation
	WebEndpointResponse<ScalingHints> scaling() {
		List<Trigger> enabled = this.registry.triggers()
			.stream()
			.filter((trigger) -> trigger.definition().enabled())
			.toList();
		Figures.refresh(backlogs(enabled), PATIENCE);
		ScalingHints hints = ScalingHints
			.of(enabled.stream().map(this::hint).filter((hint) -> !(hint instanceof ScalingHint.None)).toList());
		return new WebEndpointResponse<>(hints, status(hints.isComplete()));
	}

	@ReadOperation
	WebEndpointResponse<Object> scalingOf(@Selector String name) {
		Trigger trigger = this.registry.find(name);
		if (trigger == null) {
			return Problem.unknownTrigger(name);
		}
		CachedFigure<Backlog> backlog = backlog(trigger);
		if (backlog != null) {
			Figures.refresh(List.of(backlog), PATIENCE);
		}
		ScalingHint hint = hint(trigger);
		return new WebEndpointResponse<>(hint, status(!(hint instanceof ScalingHint.Unreadable)));
	}

	private ScalingHint hint(Trigger trigger) {
		CachedFigure<Backlog> backlog = backlog(trigger);
		if (backlog == null) {
			return ScalingHint.none(trigger.definition());
		}
		return switch (backlog.reading()) {
			case Reading.Known<Backlog> known ->
				ScalingHint.of(trigger.definition(), known.value(), trigger.workerLimit());
			case Reading.Unknown<Backlog> unknown -> ScalingHint.unreadable(trigger.definition(),
					// The trigger's own reason names the remedy too.
					Objects.requireNonNullElse(trigger.reason(), unknown.reason()));
		};
	}

	/** No worker is wanted for what is disabled, however much piles up. */
	private @Nullable CachedFigure<Backlog> backlog(Trigger trigger) {
		return trigger.definition().enabled() ? this.figures.backlog(trigger.definition().name()) : null;
	}

	private List<CachedFigure<Backlog>> backlogs(List<Trigger> triggers) {
		List<CachedFigure<Backlog>> backlogs = new ArrayList<>();
		for (Trigger trigger : triggers) {
			CachedFigure<Backlog> backlog = backlog(trigger);
			if (backlog != null) {
				backlogs.add(backlog);
			}
		}
		return backlogs;
	}

	private static int status(boolean known) {
		return known ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
	}

}
