package dev.tappet.operate;

import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import dev.tappet.source.Printable;

/**
 * Says in one line why a figure could not be read.
 */
final class FailureText {

	static final String NO_ANSWER = "no answer in time";

	private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/\\s]*@");

	private FailureText() {
	}

	static String of(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof TimeoutException) {
			return NO_ANSWER;
		}
		String message = cause.getMessage();
		if (message == null || message.isBlank()) {
			return cause.getClass().getSimpleName();
		}
		String line = CREDENTIALS.matcher(message.lines().findFirst().orElse("")).replaceAll("******@");
		return Printable.of(line, Printable.DETAIL);
	}

}
