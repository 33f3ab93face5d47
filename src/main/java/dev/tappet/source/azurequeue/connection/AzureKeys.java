package dev.tappet.source.azurequeue.connection;

import org.jspecify.annotations.Nullable;

/**
 * The keys of a named connection.
 *
 * @param connectionString Connection string of a storage account.
 * @param queueServiceUri Address of an account's queue service, with an identity or a
 * SAS.
 * @param serviceUri Another name of queue-service-uri.
 * @param credential Identity that tokens are had for.
 * @param clientId Application, or user-assigned identity.
 * @param tenantId Directory of the application.
 * @param clientSecret Secret of the application.
 * @param authorityHost Address of the token service.
 * @param sasToken Shared access signature.
 */
record AzureKeys(@Nullable String connectionString, @Nullable String queueServiceUri, @Nullable String serviceUri,
		@Nullable IdentityKind credential, @Nullable String clientId, @Nullable String tenantId,
		@Nullable String clientSecret, @Nullable String authorityHost, @Nullable String sasToken) {

	/** As everywhere in Spring Boot an empty text counts as none. */
	static @Nullable String text(@Nullable String value) {
		return (value != null && !value.isBlank()) ? value.strip() : null;
	}

}
