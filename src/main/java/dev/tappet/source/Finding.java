package dev.tappet.source;

/**
 * What a check of a trigger has found, before the trigger is started.
 */
public sealed interface Finding {

	/**
	 * What was found.
	 * @return a sentence without secrets
	 */
	String text();

	/**
	 * What is as the trigger needs it, or only worth knowing.
	 *
	 * @param text what was found
	 */
	record Fine(String text) implements Finding {
	}

	/**
	 * What does not keep the trigger from running but may cost it messages.
	 *
	 * @param text what was found
	 * @param remedy what to do
	 */
	record Risky(String text, String remedy) implements Finding {
	}

	/**
	 * What the trigger cannot do without.
	 *
	 * @param text what was found
	 * @param remedy what to do
	 */
	record Missing(String text, String remedy) implements Finding {
	}

}
