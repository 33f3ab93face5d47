package dev.tappet.source.azurequeue.connection;

import org.jspecify.annotations.Nullable;

/**
 * By what a client may read and write.
 */
sealed interface Credential {

	/**
	 * The key of a storage account.
	 *
	 * @param account the account's name
	 * @param key its key in base64
	 */
	record AccountKey(String account, Secret key) implements Credential {
	}

	/**
	 * A shared access signature.
	 *
	 * @param token its parameters, without a question mark
	 */
	record Sas(Secret token) implements Credential {
	}

	/**
	 * An identity that tokens are had for.
	 *
	 * @param kind which identity, or {@code null} for the first one that is found
	 * @param clientId the application or the user-assigned identity, or {@code null}
	 * @param tenantId the directory, or {@code null}
	 * @param clientSecret the application's secret, or {@code null}
	 * @param authority the token service, or {@code null} for the one of the environment
	 */
	record Identity(@Nullable IdentityKind kind, @Nullable String clientId, @Nullable String tenantId,
			@Nullable Secret clientSecret, @Nullable String authority) implements Credential {
	}

}
