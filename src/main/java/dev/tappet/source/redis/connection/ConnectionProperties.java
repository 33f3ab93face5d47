package dev.tappet.source.redis.connection;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;

/**
 * The keys of a connection: those that Spring Boot knows for {@code spring.data.redis},
 * whichever its version has, and one of ours for named connections.
 */
class ConnectionProperties extends DataRedisProperties {

	/**
	 * Connection in StackExchange.Redis form, instead of all other keys.
	 */
	private @Nullable String connectionString;

	public @Nullable String getConnectionString() {
		return this.connectionString;
	}

	public void setConnectionString(@Nullable String connectionString) {
		this.connectionString = connectionString;
	}

}
