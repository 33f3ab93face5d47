package dev.tappet.operate;

import java.util.Locale;

/**
 * States and actions as operators read and write them.
 */
final class StateNames {

	private StateNames() {
	}

	static String of(Enum<?> state) {
		return state.name().toLowerCase(Locale.ROOT);
	}

}
