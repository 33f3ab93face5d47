package dev.tappet.test;

import java.util.Locale;

import dev.tappet.dispatch.Failure;
import dev.tappet.runtime.Trigger;

/**
 * What a trigger has done in a test, for the message of one that failed.
 *
 * @param trigger the trigger
 * @param handled messages that were acknowledged
 * @param retried attempts that were put off
 * @param deadLettered messages that were given up
 */
record TriggerReport(Trigger trigger, long handled, long retried, long deadLettered) {

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.trigger.definition().name()).append(" is ");
		text.append(this.trigger.state().name().toLowerCase(Locale.ROOT));
		if (this.trigger.reason() != null) {
			text.append(" (").append(this.trigger.reason()).append(")");
		}
		text.append(", handled ").append(this.handled);
		text.append(", put off ").append(this.retried);
		text.append(", gave up ").append(this.deadLettered);
		text.append(" and has ").append(this.trigger.inFlight()).append(" in handlers");
		Failure failure = this.trigger.lastError();
		if (failure != null) {
			// It is the author's own message, on the author's own machine.
			text.append("; its last failure: ")
				.append((failure.detail() != null) ? failure.detail() : failure.message());
		}
		return text.toString();
	}

}
