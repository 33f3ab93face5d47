package dev.tappet.operate;

import dev.tappet.definition.RedisListDefinition;
import dev.tappet.definition.RedisPubSubDefinition;
import dev.tappet.definition.RedisStreamDefinition;
import dev.tappet.definition.SourceDefinition;
import dev.tappet.definition.TriggerDefinition;

/**
 * What an operator can know of a kind of source.
 */
final class Sources {

	private Sources() {
	}

	/**
	 * Whether there is a backlog to speak of. A disabled trigger has none: no worker
	 * would be the fewer for one more.
	 * @param definition the trigger
	 * @return whether its backlog is read
	 */
	static boolean hasBacklog(TriggerDefinition definition) {
		return definition.enabled() && switch (definition.source()) {
			case RedisStreamDefinition stream -> true;
			case RedisListDefinition list -> true;
			case RedisPubSubDefinition subscription -> false;
		};
	}

	static boolean knowsTimeOfMessages(SourceDefinition source) {
		return switch (source) {
			case RedisStreamDefinition stream -> true;
			case RedisListDefinition list -> false;
			case RedisPubSubDefinition subscription -> false;
		};
	}

}
