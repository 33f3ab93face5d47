package dev.tappet.configuration;

import java.util.Locale;

/**
 * Spring Boot's idea of when two spellings mean the same.
 */
final class Relaxed {

	private Relaxed() {
	}

	/**
	 * What all spellings of a name have in common: its letters and digits, in lower case.
	 */
	static String uniform(String name) {
		StringBuilder uniform = new StringBuilder(name.length());
		name.codePoints().filter(Character::isLetterOrDigit).forEach(uniform::appendCodePoint);
		return uniform.isEmpty() ? name : uniform.toString().toLowerCase(Locale.ROOT);
	}

	static boolean same(String one, String other) {
		return uniform(one).equals(uniform(other));
	}

	static String dashed(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
