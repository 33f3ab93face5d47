package dev.tappet.source.azurequeue.poll;

import java.util.regex.Pattern;

/**
 * What Azure allows a queue to be called.
 */
final class QueueName {

	static final String RULE = "A queue's name has 3 to 63 lower-case letters, digits and single dashes, and begins and "
			+ "ends with a letter or a digit.";

	private static final Pattern FORM = Pattern.compile("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*");

	private QueueName() {
	}

	static boolean isLegal(String name) {
		return FORM.matcher(name).matches();
	}

}
