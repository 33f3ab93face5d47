package dev.tappet.dispatch;

import java.util.Map;

import dev.tappet.definition.RedisListDefinition;
import dev.tappet.definition.RedisPubSubDefinition;
import dev.tappet.definition.RedisStreamDefinition;
import dev.tappet.definition.SourceDefinition;
import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.RedisMessage;
import dev.tappet.handler.StreamEntry;
import org.springframework.core.ResolvableType;

/**
 * The rows of the handler table: what a payload type asks for.
 */
enum PayloadKind {

	TEXT, BYTES, REDIS_MESSAGE, STREAM_ENTRY, FIELDS, CHANNEL_MESSAGE, JSON;

	static PayloadKind of(ResolvableType type) {
		Class<?> raw = type.toClass();
		if (raw == String.class) {
			return TEXT;
		}
		if (raw == byte[].class) {
			return BYTES;
		}
		if (raw == RedisMessage.class) {
			return REDIS_MESSAGE;
		}
		if (raw == StreamEntry.class) {
			return STREAM_ENTRY;
		}
		if (raw == ChannelMessage.class) {
			return CHANNEL_MESSAGE;
		}
		return isMapOfStrings(type) ? FIELDS : JSON;
	}

	boolean isOfferedBy(SourceDefinition source) {
		return switch (this) {
			case TEXT, BYTES, REDIS_MESSAGE, JSON -> true;
			case STREAM_ENTRY, FIELDS -> switch (source) {
				case RedisStreamDefinition stream -> true;
				case RedisListDefinition list -> false;
				case RedisPubSubDefinition pubSub -> false;
			};
			case CHANNEL_MESSAGE -> switch (source) {
				case RedisPubSubDefinition pubSub -> true;
				case RedisStreamDefinition stream -> false;
				case RedisListDefinition list -> false;
			};
		};
	}

	private static boolean isMapOfStrings(ResolvableType type) {
		return type.toClass() == Map.class && type.getGeneric(0).resolve() == String.class
				&& type.getGeneric(1).resolve() == String.class;
	}

}
