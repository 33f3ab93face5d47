package dev.tappet.operate;

import java.util.Locale;

import dev.tappet.runtime.TriggerState;

/**
 * The states as operators read and write them.
 */
final class StateNames {

	private StateNames() {
	}

	static String of(TriggerState state) {
		return state.name().toLowerCase(Locale.ROOT);
	}

}
