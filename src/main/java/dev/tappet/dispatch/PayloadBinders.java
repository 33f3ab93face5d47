package dev.tappet.dispatch;

import dev.tappet.definition.RedisStreamDefinition;
import dev.tappet.definition.SourceDefinition;
import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.RedisMessage;
import dev.tappet.handler.StreamEntry;
import dev.tappet.source.Message;
import org.springframework.core.ResolvableType;

/**
 * Chooses the binder for a payload type and a source.
 */
final class PayloadBinders {

	private final JsonReaders json;

	PayloadBinders(JsonReaders json) {
		this.json = json;
	}

	/**
	 * Makes the binder of one trigger.
	 * @throws UnreadableTypeException if JSON can never be read into the type
	 */
	PayloadBinder binder(ResolvableType type, SourceDefinition source) {
		RawPayload raw = RawPayload.of(source);
		return switch (PayloadKind.of(type)) {
			case TEXT -> (from, message) -> raw.text(message);
			// The original stays untouched for the next attempt, whatever the handler
			// does.
			case BYTES -> (from, message) -> raw.bytes(message).clone();
			case REDIS_MESSAGE -> (from, message) -> new RedisMessage(origin(from, message), raw.text(message));
			case STREAM_ENTRY -> (from, message) -> streamEntry(message);
			case FIELDS -> (from, message) -> EntryFields.map(entry(message));
			case CHANNEL_MESSAGE -> (from, message) -> channelMessage(message);
			case JSON -> json(type, source, raw);
		};
	}

	private PayloadBinder json(ResolvableType type, SourceDefinition source, RawPayload raw) {
		JsonPayload document = this.json.ofDocument(type);
		if (source instanceof RedisStreamDefinition stream && stream.payloadField() == null) {
			JsonPayload fields = this.json.ofFields(type);
			return (from, message) -> (message instanceof Message.Entry entry) ? fields.read(EntryJson.values(entry))
					: document.read(raw.bytes(message));
		}
		return (from, message) -> document.read(raw.bytes(message));
	}

	private static String origin(String source, Message message) {
		return (message instanceof Message.Published published) ? published.channel() : source;
	}

	private static StreamEntry streamEntry(Message message) throws UnbindablePayload {
		Message.Entry entry = entry(message);
		return new StreamEntry(entry.id(), EntryFields.map(entry));
	}

	private static Message.Entry entry(Message message) throws UnbindablePayload {
		if (message instanceof Message.Entry entry) {
			return entry;
		}
		throw new UnbindablePayload("only an entry of a stream has fields");
	}

	private static ChannelMessage channelMessage(Message message) throws UnbindablePayload {
		if (message instanceof Message.Published published) {
			return new ChannelMessage(published.subscription(), published.channel(),
					EntryFields.text(published.body()));
		}
		throw new UnbindablePayload("only a published message has a channel");
	}

}
