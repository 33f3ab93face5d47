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
		List<Message> messages = IntStream.range(0, size)
			.<Message>mapToObj((number) -> new Element("taking", number, new byte[0]))
			.toList();
		return OpenBatch.fresh(token, null, messages);
	}

}
