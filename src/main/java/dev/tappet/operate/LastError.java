package dev.tappet.operate;

import java.time.Instant;

import dev.tappet.dispatch.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The last failure of a trigger, as far as it may be shown: what an exception says may
 * quote what was handled.
 *
 * @param at when it happened
 * @param message what happened
 */
record LastError(Instant at, String message) {

	static @Nullable LastError of(@Nullable Failure failure, boolean showErrors) {
		if (failure == null) {
			return null;
		}
		String detail = failure.detail();
		return new LastError(failure.at(), (showErrors && detail != null) ? detail : failure.message());
	}

}
