package dev.tappet.operate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows what the triggers of this instance are doing. Answers from what is known here; of
 * one trigger alone the broker is asked as well who works for it.
 */
@Endpoint(id = "triggers", defaultAccess = Access.READ_ONLY)
class TriggersEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(TriggersEndpoint.class);

	/** The rest of the answer does not wait longer for the broker. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final TriggerRegistry registry;

	private final boolean showErrors;

	TriggersEndpoint(TriggerRegistry registry, boolean showErrors) {
		this.registry = registry;
		this.showErrors = showErrors;
	}

	@ReadOperation
	TriggerDescriptions triggers() {
		return new TriggerDescriptions(this.registry.triggers().stream().map(this::describe).toList());
	}

	/**
	 * Shows one trigger.
	 * @param name as under {@code tappet.triggers}
	 * @return the trigger; {@code null}, which the web makes a 404, where there is none
	 */
	@ReadOperation
	@Nullable TriggerDetail trigger(@Selector String name) {
		Trigger trigger = this.registry.find(name);
		return (trigger != null) ? TriggerDetail.of(describe(trigger), workers(trigger)) : null;
	}

	private static @Nullable Workers workers(Trigger trigger) {
		try {
			return trigger.workers()
				.toCompletableFuture()
				.copy()
				.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.join();
		}
		catch (CompletionException | CancellationException ex) {
			logger.debug("It is not known who works for trigger '{}'", trigger.definition().name(), ex);
			return null;
		}
	}

	private TriggerDescription describe(Trigger trigger) {
		return TriggerDescription.of(trigger, this.showErrors);
	}

	/**
	 * All triggers.
	 *
	 * @param triggers in the order of their names
	 */
	record TriggerDescriptions(List<TriggerDescription> triggers) {
	}

}
