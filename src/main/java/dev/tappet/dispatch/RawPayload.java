package dev.tappet.dispatch;

import java.nio.charset.StandardCharsets;

import dev.tappet.definition.RedisListDefinition;
import dev.tappet.definition.RedisPubSubDefinition;
import dev.tappet.definition.RedisStreamDefinition;
import dev.tappet.definition.SourceDefinition;
import dev.tappet.source.Message;

/**
 * Which part of a message is its payload.
 */
sealed interface RawPayload {

	byte[] bytes(Message message) throws UnbindablePayload;

	String text(Message message) throws UnbindablePayload;

	static RawPayload of(SourceDefinition source) {
		return switch (source) {
			case RedisStreamDefinition stream when stream.payloadField() != null -> new Field(stream.payloadField());
			case RedisStreamDefinition stream -> new Whole();
			case RedisListDefinition list -> new Whole();
			case RedisPubSubDefinition pubSub -> new Whole();
		};
	}

	/**
	 * All of the message: an entry in its JSON form, else the body.
	 */
	record Whole() implements RawPayload {

		@Override
		public byte[] bytes(Message message) {
			return switch (message) {
				case Message.Entry entry -> EntryJson.whole(entry).getBytes(StandardCharsets.UTF_8);
				case Message.Element element -> element.body();
				case Message.Published published -> published.body();
			};
		}

		@Override
		public String text(Message message) {
			return switch (message) {
				case Message.Entry entry -> EntryJson.whole(entry);
				case Message.Element element -> EntryFields.text(element.body());
				case Message.Published published -> EntryFields.text(published.body());
			};
		}

	}

	/**
	 * One field of an entry.
	 *
	 * @param name the field as it is configured
	 * @param key the field as it stands in an entry
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Field(String name, byte[] key) implements RawPayload {

		Field(String name) {
			this(name, name.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public byte[] bytes(Message message) throws UnbindablePayload {
			return switch (message) {
				case Message.Entry entry -> bytes(entry);
				case Message.Element element -> element.body();
				case Message.Published published -> published.body();
			};
		}

		@Override
		public String text(Message message) throws UnbindablePayload {
			return EntryFields.text(bytes(message));
		}

		private byte[] bytes(Message.Entry entry) throws UnbindablePayload {
			byte[] value = EntryFields.last(entry, this.key);
			if (value == null) {
				throw new UnbindablePayload(
						"entry " + entry.id() + " has no field '" + this.name + "', the payload field");
			}
			return value;
		}

	}

}
