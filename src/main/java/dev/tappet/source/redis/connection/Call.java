package dev.tappet.source.redis.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A command that may be sent, as the rights to it are asked after.
 *
 * @param name as rights name it, such as {@code hdel} or {@code xinfo|stream}
 * @param words all of it
 */
public record Call(String name, List<String> words) {

	/**
	 * A command on a key. What follows the key does not matter to a right, unless it is
	 * another key.
	 * @param name as rights name it
	 * @param key the key
	 * @return the command
	 */
	public static Call on(String name, String key) {
		List<String> words = new ArrayList<>(command(name));
		words.add(key);
		return new Call(name, words);
	}

	/**
	 * A command with all that follows its name.
	 * @param name as rights name it
	 * @param rest the words that follow
	 * @return the command
	 */
	public static Call of(String name, String... rest) {
		List<String> words = new ArrayList<>(command(name));
		words.addAll(List.of(rest));
		return new Call(name, words);
	}

	private static List<String> command(String name) {
		return Arrays.asList(name.toUpperCase(Locale.ROOT).split("\\|"));
	}

}
