package dev.tappet.source.redis.lease;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what the server tells of the connections that there are.
 */
final class Connections {

	private static final Pattern ID = Pattern.compile("(?m)^id=(\\d+)");

	private Connections() {
	}

	/** Whether a value that was read from the server can be the id of a connection. */
	static boolean isId(String value) {
		return !value.isEmpty() && value.length() < 19 && value.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

	/** The ids in the answer to {@code CLIENT LIST}. */
	static Set<String> listed(String answer) {
		return ID.matcher(answer).results().map((found) -> found.group(1)).collect(Collectors.toSet());
	}

}
