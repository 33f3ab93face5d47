package dev.tappet.source.redis.connection;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;

/**
 * The keys of a connection: those that Spring Boot knows for {@code spring.data.redis},
 * whichever its version has, and some of ours for named connections.
 */
class ConnectionProperties extends DataRedisProperties {

	/**
	 * Connection in StackExchange.Redis form, instead of all other keys.
	 */
	private @Nullable String connectionString;

	/**
	 * What tokens of Microsoft Entra ID are asked for with, in the place of a password.
	 */
	private @Nullable Credential credential;

	/**
	 * Client id of the identity.
	 */
	private @Nullable String clientId;

	/**
	 * Tenant of the identity.
	 */
	private @Nullable String tenantId;

	/**
	 * Secret of the application.
	 */
	private @Nullable String clientSecret;

	/**
	 * Address of the token service.
	 */
	private @Nullable String authorityHost;

	public @Nullable String getConnectionString() {
		return this.connectionString;
	}

	public void setConnectionString(@Nullable String connectionString) {
		this.connectionString = connectionString;
	}

	public @Nullable Credential getCredential() {
		return this.credential;
	}

	public void setCredential(@Nullable Credential credential) {
		this.credential = credential;
	}

	public @Nullable String getClientId() {
		return this.clientId;
	}

	public void setClientId(@Nullable String clientId) {
		this.clientId = clientId;
	}

	public @Nullable String getTenantId() {
		return this.tenantId;
	}

	public void setTenantId(@Nullable String tenantId) {
		this.tenantId = tenantId;
	}

	public @Nullable String getClientSecret() {
		return this.clientSecret;
	}

	public void setClientSecret(@Nullable String clientSecret) {
		this.clientSecret = clientSecret;
	}

	public @Nullable String getAuthorityHost() {
		return this.authorityHost;
	}

	public void setAuthorityHost(@Nullable String authorityHost) {
		this.authorityHost = authorityHost;
	}

}
