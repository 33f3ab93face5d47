package dev.tappet.source.redis.pubsub;

/**
 * Tells the events of the keys that Tappet keeps itself from those of the users'.
 */
final class OwnKeys {

	private static final String PREFIX = "tappet:";

	private OwnKeys() {
	}

	/**
	 * Whether a message is an event of a key of Tappet's.
	 * @param channel the channel that it came by
	 * @param body the message
	 * @return whether it is
	 */
	static boolean isEventOf(String channel, byte[] body) {
		if (!channel.startsWith("__key")) {
			return false;
		}
		int key = channel.indexOf("__:");
		if (channel.startsWith("__keyspace@")) {
			return key >= 0 && channel.startsWith(PREFIX, key + "__:".length());
		}
		return channel.startsWith("__keyevent@") && key >= 0 && isOurs(body);
	}

	private static boolean isOurs(byte[] key) {
		if (key.length < PREFIX.length()) {
			return false;
		}
		for (int i = 0; i < PREFIX.length(); i++) {
			if (key[i] != PREFIX.charAt(i)) {
				return false;
			}
		}
		return true;
	}

}
