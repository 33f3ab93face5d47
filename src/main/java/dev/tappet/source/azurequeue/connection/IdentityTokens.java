package dev.tappet.source.azurequeue.connection;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Has tokens for identities. Apart from the rest, since its library may be absent.
 */
final class IdentityTokens {

	private IdentityTokens() {
	}

	static TokenCredential of(Credential.Identity identity, HttpClient client) {
		IdentityKind kind = identity.kind();
		if (kind == null) {
			return firstThatIsFound(identity, client);
		}
		return switch (kind) {
			case MANAGED_IDENTITY ->
				new ManagedIdentityCredentialBuilder().clientId(identity.clientId()).httpClient(client).build();
			case WORKLOAD_IDENTITY ->
				with(new WorkloadIdentityCredentialBuilder(), identity).httpClient(client).build();
			case ENVIRONMENT -> new EnvironmentCredentialBuilder().httpClient(client).build();
			case CLIENT_SECRET ->
				with(new ClientSecretCredentialBuilder(), identity).clientSecret(text(identity.clientSecret()))
					.httpClient(client)
					.build();
		};
	}

	private static TokenCredential firstThatIsFound(Credential.Identity identity, HttpClient client) {
		DefaultAzureCredentialBuilder builder = new DefaultAzureCredentialBuilder();
		if (identity.clientId() != null) {
			builder.managedIdentityClientId(identity.clientId()).workloadIdentityClientId(identity.clientId());
		}
		if (identity.tenantId() != null) {
			builder.tenantId(identity.tenantId());
		}
		return builder.httpClient(client).build();
	}

	private static <B extends AadCredentialBuilderBase<B>> B with(B builder, Credential.Identity identity) {
		if (identity.clientId() != null) {
			builder.clientId(identity.clientId());
		}
		if (identity.tenantId() != null) {
			builder.tenantId(identity.tenantId());
		}
		return builder;
	}

	private static String text(@Nullable Secret secret) {
		return (secret != null) ? secret.value() : "";
	}

}
