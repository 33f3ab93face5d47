package dev.tappet.source.redis.connection;

import dev.tappet.source.Block;
import dev.tappet.source.ConnectionType;
import org.jspecify.annotations.Nullable;

/**
 * Connections to Redis, which have the keys of {@code spring.data.redis}.
 */
public final class RedisConnectionType implements ConnectionType {

	/** By which the kinds of Redis sources ask for it. */
	public static final String NAME = "redis";

	private final boolean madeOfKeys;

	/**
	 * Creates the type.
	 * @param madeOfKeys whether the default connection is what
	 * {@code spring.data.redis.*} says; else the application brings its own, and the keys
	 * mean nothing
	 */
	public RedisConnectionType(boolean madeOfKeys) {
		this.madeOfKeys = madeOfKeys;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean direct() {
		return true;
	}

	@Override
	public Block<?, ConnectionDefinition> block() {
		return new Block<>(ConnectionProperties.class,
				(properties, name, problems) -> new ConnectionReader(name, properties, problems).read());
	}

	@Override
	public @Nullable String defaultPrefix() {
		return this.madeOfKeys ? "spring.data.redis" : null;
	}

	@Override
	public String shown(String key, String value) {
		return switch (key) {
			case "url" -> RedisUrl.mask(value);
			case "connection-string" -> ConnectionStringPart.mask(value);
			default -> value;
		};
	}

}
