package dev.tappet.operate;

import java.security.Principal;
import java.time.Instant;

import dev.tappet.runtime.KeptWish;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.runtime.TriggerState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Pauses and resumes triggers, on every instance where that is possible.
 */
@EndpointWebExtension(endpoint = TriggersEndpoint.class)
class TriggersControl {

	private static final String HOW = "give {\"state\":\"paused\"} or {\"state\":\"running\"}";

	private final TriggerRegistry registry;

	private final TriggersEndpoint shown;

	TriggersControl(TriggerRegistry registry, TriggersEndpoint shown) {
		this.registry = registry;
		this.shown = shown;
	}

	@ReadOperation
	WebEndpointResponse<Object> trigger(@Selector String name) {
		Object trigger = this.shown.trigger(name);
		return (trigger != null) ? new WebEndpointResponse<>(trigger) : Problem.unknownTrigger(name);
	}

	/**
	 * Has a trigger paused or resumed.
	 * @param name as under {@code tappet.triggers}
	 * @param state {@code paused} or {@code running}
	 * @param security says who asks for it, where that is known
	 * @return the wish that holds now, and how far it reaches
	 */
	@WriteOperation
	WebEndpointResponse<Object> wish(@Selector String name, @Nullable String state, SecurityContext security) {
		Trigger trigger = this.registry.find(name);
		if (trigger == null) {
			return Problem.unknownTrigger(name);
		}
		if (state == null) {
			return Problem.badRequest("The state is missing: " + HOW + ".");
		}
		boolean paused = state.equals(StateNames.of(TriggerState.PAUSED));
		if (!paused && !state.equals(StateNames.of(TriggerState.RUNNING))) {
			return Problem.badRequest("No trigger can be made to be in this state: " + HOW + ".");
		}
		if (!trigger.definition().enabled()) {
			return Problem
				.conflict("The trigger is disabled in the configuration, so it can be neither paused nor resumed.");
		}
		Principal principal = security.getPrincipal();
		try {
			return new WebEndpointResponse<>(Wished.of(name,
					Answers.await(trigger.wish(paused, (principal != null) ? principal.getName() : null))));
		}
		catch (Answers.UnansweredException ex) {
			return Problem.unavailable(
					"The wish could not be kept, so nothing is changed for certain; ask again. " + ex.reason());
		}
	}

	/**
	 * The wish that holds now.
	 *
	 * @param name the trigger
	 * @param state {@code paused} or {@code running}
	 * @param scope {@code all} where every instance follows it and it outlives them, or
	 * {@code instance} where this one alone does
	 * @param since when it was said
	 * @param by who has said it
	 */
	record Wished(String name, String state, String scope, Instant since, String by) {

		static Wished of(String name, KeptWish kept) {
			return new Wished(name, StateNames.of(kept.wish().paused() ? TriggerState.PAUSED : TriggerState.RUNNING),
					kept.everywhere() ? "all" : "instance", kept.wish().since(), kept.wish().by());
		}

	}

}
