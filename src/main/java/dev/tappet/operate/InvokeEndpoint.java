package dev.tappet.operate;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tappet.dispatch.TrialResult;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.Printable;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Calls the handler of a trigger once with a payload that somebody has typed.
 */
@WebEndpoint(id = "invoke", defaultAccess = Access.NONE)
class InvokeEndpoint {

	/** Most characters of a stack trace that are shown. */
	private static final int STACK = 20_000;

	private final TriggerRegistry registry;

	private final boolean showErrors;

	/**
	 * Makes the endpoint.
	 * @param registry the triggers
	 * @param showErrors whether the message and the stack of an exception are shown,
	 * which may quote the payload; else its class alone
	 */
	InvokeEndpoint(TriggerRegistry registry, boolean showErrors) {
		this.registry = registry;
		this.showErrors = showErrors;
	}

	/**
	 * Calls the handler.
	 * @param name the trigger
	 * @param payload the payload as text
	 * @param base64 the payload in Base64, where it is no text
	 * @return what came of it
	 */
	@WriteOperation
	WebEndpointResponse<Object> invoke(@Selector String name, @Nullable String payload, @Nullable String base64) {
		Trigger trigger = this.registry.find(name);
		if (trigger == null) {
			return Problem.unknownTrigger(name);
		}
		if ((payload == null) == (base64 == null)) {
			return Problem.badRequest("Give either a 'payload', as text, or the same in 'base64'.");
		}
		try {
			byte[] bytes = (payload != null) ? payload.getBytes(StandardCharsets.UTF_8)
					: Edits.decoded("base64", Objects.requireNonNull(base64));
			return new WebEndpointResponse<>(show(name, trigger.invoke(bytes)));
		}
		catch (IllegalArgumentException ex) {
			return Problem.badRequest(String.valueOf(ex.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Problem.unavailable("The service stops, so the handler was interrupted.");
		}
	}

	private Invoked show(String name, TrialResult result) {
		double millis = Math.round(result.took().toNanos() / 1000.0) / 1000.0;
		boolean hidden = result.thrown() != null && !this.showErrors;
		String stack = hidden ? null : result.stack();
		return new Invoked(name, StateNames.of(result.kind()), millis, hidden ? result.thrown() : result.message(),
				(stack != null) ? Printable.shortened(stack, STACK) : null);
	}

	/**
	 * What came of a call.
	 *
	 * @param trigger the trigger
	 * @param outcome {@code success}, {@code failure}, {@code rejected},
	 * {@code unbindable} or {@code timeout}
	 * @param durationMs how long it took
	 * @param error what is wrong, or {@code null} after a success
	 * @param stack where it was thrown, or {@code null}
	 */
	@JsonInclude(Include.NON_NULL)
	record Invoked(String trigger, String outcome, double durationMs, @Nullable String error, @Nullable String stack) {
	}

}
