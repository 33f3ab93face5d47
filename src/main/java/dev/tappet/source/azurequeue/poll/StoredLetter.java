package dev.tappet.source.azurequeue.poll;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.Message;
import dev.tappet.source.UnbindablePayloadException;
import org.jspecify.annotations.Nullable;

/**
 * A message of a queue of dead letters.
 *
 * @param id its id there
 * @param envelope what it says, or {@code null} where it is a message as it was
 * @param text what stands in the queue
 */
record StoredLetter(String id, @Nullable Envelope envelope, String text) {

	static StoredLetter of(String id, @Nullable String text, MessageEncoding encoding) {
		String known = (text != null) ? text : "";
		return new StoredLetter(id, Envelope.read(known, encoding), known);
	}

	/** What has no cause may be of any trigger that has its dead letters there. */
	boolean isOf(String trigger) {
		return this.envelope == null || this.envelope.ending().trigger().equals(trigger);
	}

	/** What stood in the queue that the message came from. */
	String original() {
		return (this.envelope != null) ? this.envelope.text() : this.text;
	}

	DeadLetter letter(AzureQueueDefinition definition) {
		if (this.envelope == null) {
			return new DeadLetter(this.id, definition.queueName(), 0,
					"No cause is kept with it: it left no room for one, or another program has written it.", null,
					new Original(this.id, this.text, definition.encoding(), null));
		}
		return this.envelope.ending()
			.letter(this.id, new Original(this.envelope.ending().id(), this.envelope.text(), definition.encoding(),
					this.envelope.insertedOn()));
	}

	/**
	 * A message as it was before it was given up.
	 *
	 * @param id its id
	 * @param text what stood in the queue
	 * @param encoding how its body is written there
	 * @param timestamp when it was sent, or {@code null} where that is not known
	 */
	private record Original(String id, String text, MessageEncoding encoding,
			@Nullable Instant timestamp) implements Message.Body {

		@Override
		public byte[] body() throws UnbindablePayloadException {
			byte[] body = this.encoding.decode(this.text);
			// Whoever looks at what could not be decoded wants to see it.
			return (body != null) ? body : this.text.getBytes(StandardCharsets.UTF_8);
		}

	}

}
