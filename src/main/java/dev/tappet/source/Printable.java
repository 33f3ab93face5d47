package dev.tappet.source;

/**
 * Text from outside, made fit for one line of a log: a payload must not be able to forge
 * a log line or to steer a terminal.
 */
public final class Printable {

	private Printable() {
	}

	public static String of(String text, int limit) {
		int end = Math.min(text.length(), limit);
		if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
			end--;
		}
		StringBuilder line = new StringBuilder(end + 16);
		for (int at = 0; at < end; at += Character.charCount(text.codePointAt(at))) {
			append(line, text.codePointAt(at));
		}
		if (end < text.length()) {
			line.append("… (").append(text.length()).append(" characters)");
		}
		return line.toString();
	}

	private static void append(StringBuilder line, int codePoint) {
		switch (codePoint) {
			case '\n' -> line.append("\\n");
			case '\r' -> line.append("\\r");
			case '\t' -> line.append("\\t");
			default -> {
				if (isHarmless(codePoint)) {
					line.appendCodePoint(codePoint);
				}
				else {
					line.append(String.format("\\u%04x", codePoint));
				}
			}
		}
	}

	private static boolean isHarmless(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

}
