package dev.tappet.source.redis.connection;

import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Who signs in with tokens of Microsoft Entra ID in the place of a password. An authority
 * is the address of the token service, {@code null} for what the environment says.
 */
public sealed interface Identity {

	/**
	 * The identity that Azure gives to the machine or the app.
	 *
	 * @param clientId the client id of one that several share, or {@code null} for the
	 * machine's own
	 */
	record Managed(@Nullable String clientId) implements Identity {
	}

	/**
	 * The identity of a Kubernetes workload, by the token that is mounted for it.
	 *
	 * @param clientId the client id, or {@code null} for that of the environment
	 * @param tenantId the tenant, or {@code null} for that of the environment
	 * @param authority the token service
	 */
	record Workload(@Nullable String clientId, @Nullable String tenantId,
			@Nullable String authority) implements Identity {
	}

	/**
	 * An application, as the environment variables have it.
	 *
	 * @param authority the token service
	 */
	record Environment(@Nullable String authority) implements Identity {
	}

	/**
	 * An application with a secret of its own.
	 *
	 * @param clientId the client id
	 * @param tenantId the tenant
	 * @param secret the secret
	 * @param authority the token service
	 */
	record Application(String clientId, String tenantId, Secret secret,
			@Nullable String authority) implements Identity {
	}

}
