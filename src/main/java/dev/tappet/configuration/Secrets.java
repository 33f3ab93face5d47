package dev.tappet.configuration;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

import dev.tappet.source.NearNames;
import dev.tappet.source.Printable;
import dev.tappet.source.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of a value may be shown. In doubt nothing is: a misspelt key may be that
 * of a secret, and a secret may stand behind the wrong key.
 */
final class Secrets {

	private static final String MASK = "******";

	private static final List<String> SECRET_WORDS = List.of("password", "passwd", "passphrase", "pwd", "secret",
			"token", "credential", "apikey", "accesskey", "accountkey", "privatekey", "sharedkey", "signature");

	private static final List<String> ADDRESSES = List.of("url", "uri", "connectionstring");

	private static final Pattern EMBEDDED = Pattern
		.compile("://[^@]*@|(pass(word|wd)?|pwd|key|secret|token|sig(nature)?)\\s*=", Pattern.CASE_INSENSITIVE);

	private final Map<PropertyNode, Shown> connections = new HashMap<>();

	/** Has the values below a node shown as the kind of connection says. */
	void register(PropertyNode connection, KeyShape.Block keys, BinaryOperator<String> shown) {
		this.connections.put(connection, new Shown(keys, shown));
	}

	/**
	 * A value as it may be shown under its key.
	 */
	String shown(PropertyNode node, String value) {
		Deque<String> path = new ArrayDeque<>();
		for (PropertyNode each = node; each != null; each = each.parent()) {
			Shown known = this.connections.get(each);
			if (known != null) {
				return shown(known, path, value);
			}
			if (!each.isIndex()) {
				path.addFirst(each.name());
			}
		}
		return path.size() > 1 && Spelling.same(path.stream().skip(1).findFirst().orElse(""), "connections") ? MASK
				: general(path.getLast(), value);
	}

	private static String shown(Shown known, Deque<String> path, String value) {
		Optional<String> key = dashed(known.keys(), path);
		if (key.isEmpty()) {
			return MASK;
		}
		String shown = known.values().apply(key.get(), value);
		return shown.equals(value) ? general(path.getLast(), value) : shown;
	}

	/** The key that a path leads to, if that is a value. */
	private static Optional<String> dashed(KeyShape shape, Deque<String> path) {
		Deque<String> dashed = new ArrayDeque<>();
		KeyShape current = shape;
		for (String name : path) {
			if (current instanceof KeyShape.Block block && block.dashed(name).isPresent()) {
				String key = block.dashed(name).get();
				dashed.add(key);
				current = block.keys().get(key);
			}
			else if (current instanceof KeyShape.Open) {
				dashed.add(name);
			}
			else {
				return Optional.empty();
			}
		}
		return (current instanceof KeyShape.Block) ? Optional.empty() : Optional.of(String.join(".", dashed));
	}

	private static String general(String name, String value) {
		return (soundsSecret(Spelling.uniform(name)) || EMBEDDED.matcher(value).find()) ? MASK
				: Printable.of(value, Printable.VALUE);
	}

	/**
	 * The value of a key that nobody knows, which may be a misspelt secret.
	 */
	@Nullable String shownUnknown(PropertyNode node) {
		PropertyNode.Entry entry = node.entry();
		if (entry == null || entry.text().isEmpty()) {
			return null;
		}
		String key = Spelling.uniform(node.name());
		boolean address = ADDRESSES.stream().anyMatch(key::contains);
		boolean someKey = key.contains("key") && !key.equals("key");
		return (address || someKey) ? MASK : shown(node, entry.text());
	}

	/**
	 * How the values of a connection are shown.
	 *
	 * @param keys its keys
	 * @param values what to show, given a key and its value
	 */
	private record Shown(KeyShape.Block keys, BinaryOperator<String> values) {
	}

	private static boolean soundsSecret(String key) {
		return SECRET_WORDS.stream()
			.anyMatch((word) -> key.contains(word) || NearNames.distance(key, word) <= word.length() / 4);
	}

}
