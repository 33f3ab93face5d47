package dev.tappet.source;

/**
 * Text from outside, made fit for one line of a log: a payload must not be able to forge
 * a log line or to steer a terminal.
 */
public final class Printable {

	/** Most characters of a configured value, or of the path to a property. */
	public static final int VALUE = 120;

	/** Most characters of a payload, where it is shown at all. */
	public static final int PAYLOAD = 200;

	/** Most characters of the reason why a payload cannot be bound. */
	public static final int UNBINDABLE = 300;

	/** Most characters of what a handler threw. */
	public static final int THROWN = 500;

	/** Most characters of what a broker or a library says about a failure. */
	public static final int DETAIL = 200;

	/** Most characters of the reason that a dead letter is kept with. */
	public static final int REASON = 1000;

	private Printable() {
	}

	/**
	 * The text in one line, without anything that a terminal would obey.
	 * @param text the text
	 * @param limit most characters of it; what is cut off is said
	 * @return the line
	 */
	public static String of(String text, int limit) {
		int end = end(text, limit);
		StringBuilder line = new StringBuilder(end + 16);
		for (int at = 0; at < end; at += Character.charCount(text.codePointAt(at))) {
			append(line, text.codePointAt(at));
		}
		return line.append(rest(text, end)).toString();
	}

	/**
	 * The text as it is, lines and all, where it is kept and not shown.
	 * @param text the text
	 * @param limit most characters of it; what is cut off is said
	 * @return the text
	 */
	public static String shortened(String text, int limit) {
		int end = end(text, limit);
		return text.substring(0, end) + rest(text, end);
	}

	/** Where to cut, so that no character is cut in two. */
	private static int end(String text, int limit) {
		boolean inside = text.length() > limit && limit > 0 && Character.isHighSurrogate(text.charAt(limit - 1));
		return inside ? limit - 1 : Math.min(text.length(), limit);
	}

	private static String rest(String text, int end) {
		return (end < text.length()) ? "… (" + text.length() + " characters)" : "";
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
