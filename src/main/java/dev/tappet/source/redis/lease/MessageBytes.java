package dev.tappet.source.redis.lease;

import dev.tappet.source.Message;
import dev.tappet.source.ReadBuffer;

/**
 * What messages take of the {@link ReadBuffer}, and what is kept of those that are
 * settled before the others of their batch: their id.
 */
final class MessageBytes {

	/** What is smaller may as well stay until all of its batch is settled. */
	private static final long WORTH_EMPTYING = 1024;

	private static final byte[] NOTHING = {};

	private MessageBytes() {
	}

	/** The bytes of a message as {@link ReadBuffer#room} takes them. */
	static long of(Message message) {
		return switch (message) {
			case Entry entry -> of(entry.fields());
			case Element element -> element.body().length + (long) ReadBuffer.BESIDE;
			case Message.Body body -> 0;
			case Message.Fields fields -> 0;
		};
	}

	private static long of(byte[][] fields) {
		long bytes = ReadBuffer.BESIDE;
		for (byte[] field : fields) {
			bytes += field.length + ReadBuffer.BESIDE;
		}
		return bytes;
	}

	/** The message without its content. */
	static Message emptied(Message message, long bytes) {
		if (bytes < WORTH_EMPTYING) {
			return message;
		}
		return switch (message) {
			case Entry entry -> new Entry(entry.rawId(), new byte[0][]);
			case Element element -> new Element(element.taking(), element.number(), NOTHING);
			case Message.Body body -> body;
			case Message.Fields fields -> fields;
		};
	}

}
