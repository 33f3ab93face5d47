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

	private final DefaultKeys defaultKeys;

	private final Surroundings surroundings;

	/**
	 * Knows the keys of a connection before any is made.
	 * @param defaultKeys what becomes of {@code spring.data.redis.*}
	 * @param surroundings what a connection may name
	 */
	public RedisConnectionType(DefaultKeys defaultKeys, Surroundings surroundings) {
		this.defaultKeys = defaultKeys;
		this.surroundings = surroundings;
	}

	/**
	 * Knows the keys, and nothing of what they may name.
	 * @param defaultKeys what becomes of {@code spring.data.redis.*}
	 */
	public RedisConnectionType(DefaultKeys defaultKeys) {
		this(defaultKeys, Surroundings.UNKNOWN);
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
		return new Block<>(ConnectionProperties.class, (properties, name,
				problems) -> define(new ConnectionReader(name, properties, problems, this.surroundings)));
	}

	private @Nullable ConnectionDefinition define(ConnectionReader reader) {
		if (reader.isDefault() && this.defaultKeys == DefaultKeys.PARSED) {
			reader.readUrl();
			return null;
		}
		return reader.read();
	}

	@Override
	public @Nullable String defaultPrefix() {
		return (this.defaultKeys != DefaultKeys.UNUSED) ? "spring.data.redis" : null;
	}

	@Override
	public String shown(String key, String value) {
		return switch (key) {
			case "url" -> RedisUrl.mask(value);
			case "connection-string" -> ConnectionStringPart.mask(value);
			default -> value;
		};
	}

	/**
	 * What becomes of the keys of the default connection.
	 */
	public enum DefaultKeys {

		/** They say where it leads. */
		DECISIVE,

		/**
		 * The application brings a connection of its own, but Spring Boot parses them all
		 * the same, and fails where it cannot.
		 */
		PARSED,

		/** Nobody reads them. */
		UNUSED

	}

}
