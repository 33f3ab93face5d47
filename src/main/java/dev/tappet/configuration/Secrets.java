package dev.tappet.configuration;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Decides what of a value may be shown.
 */
final class Secrets {

	static final String MASK = "******";

	private static final int LONGEST = 120;

	private static final List<String> SECRET_WORDS = List.of("password", "passwd", "passphrase", "pwd", "secret",
			"token", "credential");

	private static final String HOST = "[\\w.-]*[A-Za-z_.][\\w.-]*|[\\d.]+|\\[[\\da-fA-F:.]+\\]";

	private static final String PORT = ":\\d{1,4}|:[1-5]\\d{4}|:6[0-5]\\d{3}";

	private static final Pattern PLAIN_URL = Pattern
		.compile("(rediss?://)(?:.*@)?((?:%s)(?:%s)?(?:/\\d*)?)".formatted(HOST, PORT));

	private static final Pattern EMBEDDED = Pattern.compile("://[^@]*@|pass(word)?\\s*=", Pattern.CASE_INSENSITIVE);

	private Secrets() {
	}

	/**
	 * A value as it may be shown under its key.
	 */
	static @Nullable String shown(PropertyNode node, @Nullable String value) {
		if (value == null) {
			return null;
		}
		String key = Relaxed.uniform((node.isIndex() && node.parent() != null) ? node.parent().name() : node.name());
		if (key.equals("connectionstring")) {
			return ConnectionStringPart.mask(value);
		}
		if (key.equals("url") || key.equals("uri")) {
			return url(value);
		}
		if (soundsSecret(key) || EMBEDDED.matcher(value).find()) {
			return MASK;
		}
		return printable(value);
	}

	/**
	 * Whether a value may be shown as it is.
	 */
	static boolean isOpen(PropertyNode node, String value) {
		return value.equals(shown(node, value));
	}

	/**
	 * The value of a key that nobody knows, which may be a misspelt secret.
	 */
	static @Nullable String shownUnknown(PropertyNode node) {
		PropertyNode.Entry entry = node.entry();
		boolean connection = Relaxed.uniform(node.key()).startsWith("tappetconnections");
		if (entry == null || entry.text().isEmpty()) {
			return null;
		}
		return (connection || soundsSecret(Relaxed.uniform(node.name()))) ? MASK : shown(node, entry.text());
	}

	private static boolean soundsSecret(String key) {
		return SECRET_WORDS.stream()
			.anyMatch((word) -> key.contains(word) || NearNames.distance(key, word) <= word.length() / 4);
	}

	/**
	 * Shows the host if it is one beyond doubt: an address with its host forgotten has
	 * the credentials in that place.
	 */
	private static String url(String value) {
		Matcher plain = PLAIN_URL.matcher(value);
		if (!plain.matches()) {
			int scheme = value.indexOf("://");
			boolean sane = scheme > 0 && value.substring(0, scheme).chars().allMatch(Character::isLetter);
			return (sane ? value.substring(0, scheme + 3) : "") + MASK;
		}
		return plain.group(1) + (value.contains("@") ? MASK + "@" : "") + plain.group(2);
	}

	private static String printable(String value) {
		String line = value.codePoints()
			.mapToObj((c) -> Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c))
			.collect(Collectors.joining());
		return (line.length() > LONGEST) ? line.substring(0, LONGEST) + "…" : line;
	}

}
