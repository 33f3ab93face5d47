package dev.tappet.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Status;

/**
 * How one trigger is doing, as the health endpoint shows it.
 *
 * @param status {@code UP} or {@code DOWN}; {@code UNKNOWN} for a disabled trigger, which
 * does not count
 * @param state what the trigger is doing
 * @param reason what is wrong, with the remedy, or {@code null}
 * @param overdueHandlers handlers that ignore the end of their time, or {@code null}
 * where there are none
 */
@JsonInclude(Include.NON_NULL)
record TriggerHealth(String status, String state, @Nullable String reason, @Nullable Integer overdueHandlers) {

	static TriggerHealth of(Trigger trigger) {
		TriggerState state = trigger.state();
		int overdue = trigger.overdue();
		boolean stuck = trigger.exhausted();
		Status status = switch (state) {
			case RUNNING, PAUSED -> stuck ? Status.DOWN : Status.UP;
			case FAILING -> Status.DOWN;
			case DISABLED -> Status.UNKNOWN;
		};
		return new TriggerHealth(status.getCode(), StateNames.of(state), reason(trigger, overdue, stuck),
				(overdue > 0) ? overdue : null);
	}

	private static @Nullable String reason(Trigger trigger, int overdue, boolean stuck) {
		String reason = trigger.reason();
		if (reason != null || overdue == 0) {
			return reason;
		}
		String handlers = "%d handler call(s) of '%s' ran past the timeout of %s and do not heed their interruption"
			.formatted(overdue, trigger.handler(), trigger.definition().timeout());
		return stuck ? handlers + "; no other can start: end them, or restart this instance" : handlers;
	}

	boolean isDown() {
		return Status.DOWN.getCode().equals(this.status);
	}

}
