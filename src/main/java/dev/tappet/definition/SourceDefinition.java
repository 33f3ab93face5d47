package dev.tappet.definition;

/**
 * Where a trigger's messages come from: one source block of the configuration.
 */
public sealed interface SourceDefinition permits RedisStreamDefinition, RedisListDefinition, RedisPubSubDefinition {

	/**
	 * The name of the source block.
	 * @return such as {@code redis-stream}
	 */
	String type();

	/**
	 * Most messages of one read, and so of one batch.
	 * @return at least 1
	 */
	default int count() {
		return 1;
	}

}
