package dev.tappet.source.redis.connection;

/**
 * What a trigger works on, as its failures have to name it: with the remedy, each kind
 * depends on names of its own.
 */
public sealed interface Subject {

	/** Its name for messages. */
	String name();

	/** The stream that its dead letters are written to. */
	String deadLetters();

	/**
	 * A stream or a list.
	 *
	 * @param type the kind of source that reads it
	 * @param name the key
	 * @param deadLetters where its dead letters are, which differs on a cluster
	 */
	record Key(String type, String name, String deadLetters) implements Subject {
	}

	/**
	 * A channel or a pattern of channels.
	 *
	 * @param name the channel or pattern
	 * @param deadLetters where the trigger's dead letters are
	 */
	record Channel(String name, String deadLetters) implements Subject {
	}

}
