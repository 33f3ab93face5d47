package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A script as it lies beside this class.
 *
 * @param whole what is sent
 * @param commands the commands that it calls, as rights name them
 */
record ScriptText(String whole, Set<String> commands) {

	private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('([A-Z]+)'(?:, '([A-Z]+)')?");

	/** Those whose first word is no right of its own. */
	private static final Set<String> CONTAINERS = Set.of("xinfo", "xgroup");

	/** What begins the scripts that ask first. */
	private static final String ASKS = "refused";

	static ScriptText of(String name) {
		String own = read(name);
		Set<String> commands = CALL.matcher(own)
			.results()
			.map(ScriptText::right)
			.collect(Collectors.toUnmodifiableSet());
		return new ScriptText(own.contains(ASKS + "(") ? read(ASKS) + own : own, commands);
	}

	private static String right(MatchResult call) {
		String command = call.group(1).toLowerCase(Locale.ROOT);
		return CONTAINERS.contains(command) ? command + "|" + call.group(2).toLowerCase(Locale.ROOT) : command;
	}

	static String read(String name) {
		String file = name + ".lua";
		try (InputStream in = ScriptText.class.getResourceAsStream(file)) {
			if (in == null) {
				throw new IllegalStateException(file + " is missing");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
