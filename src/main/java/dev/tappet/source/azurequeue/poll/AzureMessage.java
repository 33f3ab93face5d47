package dev.tappet.source.azurequeue.poll;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.azure.storage.queue.models.QueueMessageItem;
import dev.tappet.handler.QueueMessage;
import dev.tappet.source.Message;
import dev.tappet.source.TrialMessage;
import dev.tappet.source.UnbindablePayloadException;
import org.jspecify.annotations.Nullable;

/**
 * A message of a queue, as it was taken.
 *
 * @param id the id that the service gave it
 * @param text what stands in the queue
 * @param encoding how the body is written there
 * @param dequeueCount how often it was taken
 * @param insertedOn when it was sent
 * @param expiresOn when it expires
 * @param nextVisibleOn until when it is leased
 * @param popReceipt what it was taken with
 */
public record AzureMessage(String id, String text, MessageEncoding encoding, long dequeueCount, Instant insertedOn,
		Instant expiresOn, Instant nextVisibleOn, String popReceipt) implements Message.Body {

	/** How long the service keeps a message where its sender says nothing else. */
	private static final Duration LIFE = Duration.ofDays(7);

	static AzureMessage of(QueueMessageItem item, MessageEncoding encoding) {
		@Nullable String text = item.getMessageText();
		return new AzureMessage(item.getMessageId(), (text != null) ? text : "", encoding, item.getDequeueCount(),
				time(item.getInsertionTime()), time(item.getExpirationTime()), time(item.getTimeNextVisible()),
				item.getPopReceipt());
	}

	/**
	 * A message that no queue has.
	 * @param queue where it would be
	 * @param typed its body
	 * @return the message as it would be taken
	 */
	public static AzureMessage typed(AzureQueueDefinition queue, TrialMessage typed) {
		Instant sent = typed.timestamp();
		return new AzureMessage(typed.id(), queue.encoding().encode(typed.body()), queue.encoding(), typed.attempt(),
				sent, sent.plus(LIFE), sent.plus(queue.lease()), typed.id());
	}

	private static Instant time(@Nullable OffsetDateTime time) {
		return (time != null) ? time.toInstant() : Instant.EPOCH;
	}

	@Override
	public Instant timestamp() {
		return this.insertedOn;
	}

	@Override
	public byte[] body() throws UnbindablePayloadException {
		byte[] body = this.encoding.decode(this.text);
		if (body == null) {
			throw new UnbindablePayloadException("the message is not base64, as 'message-encoding' says that it is");
		}
		return body;
	}

	/** The metadata that Azure's trigger binds, by Azure's names. */
	@Override
	public Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		byte[] body = this.encoding.decode(this.text);
		headers.put("QueueTrigger", (body != null) ? new String(body, StandardCharsets.UTF_8) : this.text);
		headers.put("Id", this.id);
		headers.put("DequeueCount", Long.toString(this.dequeueCount));
		headers.put("InsertionTime", this.insertedOn.toString());
		headers.put("ExpirationTime", this.expiresOn.toString());
		headers.put("NextVisibleTime", this.nextVisibleOn.toString());
		headers.put("PopReceipt", this.popReceipt);
		return Collections.unmodifiableMap(headers);
	}

	/** Whether an operator has put the message back from the dead letters. */
	boolean replayed() {
		return ReplayMark.isOn(this.insertedOn, this.expiresOn);
	}

	int attempt() {
		return (int) Math.min(Integer.MAX_VALUE, Math.max(1, this.dequeueCount));
	}

	/**
	 * The message as a handler may ask for it.
	 * @return all that the service tells of it
	 * @throws UnbindablePayloadException if its body cannot be decoded
	 */
	public QueueMessage forHandlers() throws UnbindablePayloadException {
		return new QueueMessage(this.id, new String(body(), StandardCharsets.UTF_8), this.dequeueCount, this.insertedOn,
				this.expiresOn, this.nextVisibleOn, this.popReceipt);
	}

}
