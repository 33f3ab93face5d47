package dev.tappet.operate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerState;
import dev.tappet.trigger.Ordering;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Status;

/**
 * How one trigger is doing, as the health endpoint shows it.
 *
 * @param status {@code UP} or {@code DOWN}; {@code UNKNOWN} for a disabled trigger, which
 * does not count
 * @param state what the trigger is doing
 * @param reason what is wrong, with the remedy, or {@code null}
 * @param since when that began, or {@code null}
 * @param overdueHandlers handlers that ignore the end of their time, or {@code null}
 * where there are none
 */
@JsonInclude(Include.NON_NULL)
record TriggerHealth(String status, String state, @Nullable String reason, @Nullable Instant since,
		@Nullable Integer overdueHandlers) {

	static TriggerHealth of(Trigger trigger, StallWatch.@Nullable Stalled stalled, Clock clock) {
		TriggerState state = trigger.state();
		String reason = trigger.reason();
		int overdue = trigger.overdue();
		if (reason != null && state != TriggerState.RUNNING) {
			return of(trigger, state == TriggerState.FAILING, reason, trigger.failingSince());
		}
		if (overdue > 0) {
			boolean stuck = trigger.exhausted();
			Duration late = trigger.longestOverdue();
			return of(trigger, stuck, overdue(trigger, overdue, stuck),
					(late != null) ? clock.instant().minus(late) : null);
		}
		if (stalled != null && state == TriggerState.RUNNING) {
			return of(trigger, true, stalled(trigger, stalled), stalled.since());
		}
		// What is no obstacle to reading may have a reason too, such as that no dead
		// letter
		// could be written.
		return of(trigger, state == TriggerState.FAILING, reason, null);
	}

	private static TriggerHealth of(Trigger trigger, boolean down, @Nullable String reason, @Nullable Instant since) {
		TriggerState state = trigger.state();
		Status status = switch (state) {
			case RUNNING, PAUSED, FAILING -> down ? Status.DOWN : Status.UP;
			case DISABLED -> Status.UNKNOWN;
		};
		int overdue = trigger.overdue();
		return new TriggerHealth(status.getCode(), StateNames.of(state), reason, since, (overdue > 0) ? overdue : null);
	}

	private static String overdue(Trigger trigger, int overdue, boolean stuck) {
		String handlers = "%d handler call(s) of '%s' ran past the timeout of %s and do not heed their interruption"
			.formatted(overdue, trigger.handler(), describe(trigger.definition().timeout()));
		return stuck ? handlers + "; no other can start: end them, or restart this instance" : handlers;
	}

	private static String describe(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

	private static String stalled(Trigger trigger, StallWatch.Stalled stalled) {
		String waits = "stalled: %d message(s) wait, and none has come to this instance though it has room"
			.formatted(stalled.backlog());
		String order = (trigger.definition().ordering() == Ordering.STRICT) ? " and nothing keeps them back" : "";
		return waits + order + "; see its log, and restart it where that says nothing";
	}

	boolean isDown() {
		return Status.DOWN.getCode().equals(this.status);
	}

}
