package dev.tappet.source.redis.lease;

import java.util.List;
import java.util.stream.IntStream;

import dev.tappet.source.Message;

/**
 * Batches of messages that no server knows.
 */
public final class Batches {

	private Batches() {
	}

	public static OpenBatch fresh(String token, int size) {
		return ofBytes(token, size, 0);
	}

	public static OpenBatch ofBytes(String token, int size, int bytes) {
		List<Message> messages = IntStream.range(0, size)
			.<Message>mapToObj((number) -> new Element("taking", number, new byte[bytes]))
			.toList();
		return OpenBatch.fresh(token, null, messages);
	}

	/** How many bytes a message has. */
	public static int bytes(OpenBatch batch, int position) {
		return ((Element) batch.messages.get(position)).body().length;
	}

}
