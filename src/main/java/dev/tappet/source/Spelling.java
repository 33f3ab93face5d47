package dev.tappet.source;

import java.util.Locale;

/**
 * The spellings of a name that Spring Boot takes for the same: case, dashes and
 * underscores do not count.
 */
public final class Spelling {

	private Spelling() {
	}

	/**
	 * What all spellings of a name have in common: its letters and digits, in lower case.
	 * @param name the name in any spelling
	 * @return the letters and digits, or the name itself where it has none
	 */
	public static String uniform(String name) {
		StringBuilder uniform = new StringBuilder(name.length());
		name.codePoints().filter(Character::isLetterOrDigit).forEach(uniform::appendCodePoint);
		return uniform.isEmpty() ? name : uniform.toString().toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether two names are spellings of one.
	 * @param one a name
	 * @param other another
	 * @return whether they are the same to Spring Boot
	 */
	public static boolean same(String one, String other) {
		return uniform(one).equals(uniform(other));
	}

	/**
	 * A constant as one writes it in the configuration.
	 * @param constant such as {@code AT_LEAST_ONCE}
	 * @return such as {@code at-least-once}
	 */
	public static String dashed(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
