package dev.tappet.operate;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.Backlog;

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
		Figures.refresh(this.figures.backlogs(), PATIENCE);
		ScalingHints hints = ScalingHints.of(this.registry.triggers()
			.stream()
			.map(this::hint)
			.filter((hint) -> !(hint instanceof ScalingHint.None))
			.toList());
		return new WebEndpointResponse<>(hints, status(hints.isComplete()));
	}

	@ReadOperation
	WebEndpointResponse<Object> scalingOf(@Selector String name) {
		Trigger trigger = this.registry.find(name);
		if (trigger == null) {
			return Problem.unknownTrigger(name);
		}
		CachedFigure<Backlog> backlog = this.figures.backlog(name);
		if (backlog != null) {
			Figures.refresh(List.of(backlog), PATIENCE);
		}
		ScalingHint hint = hint(trigger);
		return new WebEndpointResponse<>(hint, status(!(hint instanceof ScalingHint.Unreadable)));
	}

	private ScalingHint hint(Trigger trigger) {
		CachedFigure<Backlog> backlog = this.figures.backlog(trigger.definition().name());
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

	private static int status(boolean known) {
		return known ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
	}

}
