package dev.tappet.configuration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;

/**
 * The keys of a named connection: those that Spring Boot knows for
 * {@code spring.data.redis}, whichever its version has, and one of ours. Like
 * {@link TappetProperties} it is there for its keys and their metadata.
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
