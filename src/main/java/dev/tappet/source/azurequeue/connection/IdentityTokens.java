package dev.tappet.source.azurequeue.connection;

import java.util.Set;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.util.Configuration;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.AzureAuthorityHosts;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Has tokens for identities. Apart from the rest, since its library may be absent.
 *
 * @param identity whose tokens
 * @param client by which they are asked for
 * @param authority who gives them, with a slash at its end, or null for the public cloud
 */
record IdentityTokens(Credential.Identity identity, HttpClient client, @Nullable String authority) {

	private static final Set<String> OF_MICROSOFT = Set.of(AzureAuthorityHosts.AZURE_PUBLIC_CLOUD,
			AzureAuthorityHosts.AZURE_CHINA, AzureAuthorityHosts.AZURE_GOVERNMENT);

	static TokenCredential of(Credential.Identity identity, HttpClient client) {
		String authority = (identity.authority() != null) ? identity.authority()
				: variable(Configuration.PROPERTY_AZURE_AUTHORITY_HOST);
		return new IdentityTokens(identity, client, withSlash(authority)).credential();
	}

	private static @Nullable String withSlash(@Nullable String authority) {
		return (authority == null || authority.endsWith("/")) ? authority : authority + "/";
	}

	private static @Nullable String variable(String name) {
		return AzureKeys.text(Configuration.getGlobalConfiguration().get(name));
	}

	private TokenCredential credential() {
		IdentityKind kind = this.identity.kind();
		if (kind == null) {
			return firstThatIsFound();
		}
		return switch (kind) {
			case MANAGED_IDENTITY -> new ManagedIdentityCredentialBuilder().clientId(this.identity.clientId())
				.httpClient(this.client)
				.build();
			case WORKLOAD_IDENTITY ->
				with(new WorkloadIdentityCredentialBuilder(), this.identity.clientId(), this.identity.tenantId())
					.build();
			case ENVIRONMENT -> environment();
			case CLIENT_SECRET -> {
				Secret secret = this.identity.clientSecret();
				yield application(this.identity.clientId(), this.identity.tenantId(),
						(secret != null) ? secret.value() : "");
			}
		};
	}

	/** The builder for the environment asks Microsoft about any authority. */
	private TokenCredential environment() {
		String secret = variable(Configuration.PROPERTY_AZURE_CLIENT_SECRET);
		if (isElsewhere() && secret != null) {
			return application(variable(Configuration.PROPERTY_AZURE_CLIENT_ID),
					variable(Configuration.PROPERTY_AZURE_TENANT_ID), secret);
		}
		EnvironmentCredentialBuilder builder = new EnvironmentCredentialBuilder();
		if (this.authority != null) {
			builder.authorityHost(this.authority);
		}
		return builder.httpClient(this.client).build();
	}

	private TokenCredential application(@Nullable String clientId, @Nullable String tenantId, String secret) {
		return with(new ClientSecretCredentialBuilder(), clientId, tenantId).clientSecret(secret).build();
	}

	private TokenCredential firstThatIsFound() {
		DefaultAzureCredentialBuilder builder = new DefaultAzureCredentialBuilder();
		if (this.identity.clientId() != null) {
			builder.managedIdentityClientId(this.identity.clientId())
				.workloadIdentityClientId(this.identity.clientId());
		}
		if (this.identity.tenantId() != null) {
			builder.tenantId(this.identity.tenantId());
		}
		if (this.authority != null) {
			builder.authorityHost(this.authority);
		}
		return (isElsewhere() ? builder.disableInstanceDiscovery() : builder).httpClient(this.client).build();
	}

	private <B extends AadCredentialBuilderBase<B>> B with(B builder, @Nullable String clientId,
			@Nullable String tenantId) {
		if (clientId != null) {
			builder.clientId(clientId);
		}
		if (tenantId != null) {
			builder.tenantId(tenantId);
		}
		if (this.authority != null) {
			builder.authorityHost(this.authority);
		}
		return (isElsewhere() ? builder.disableInstanceDiscovery() : builder).httpClient(this.client);
	}

	/**
	 * Whether it is not one of Microsoft's, which know each other: whether any other is
	 * to be trusted the client would ask there, and who sets it has decided that.
	 */
	private boolean isElsewhere() {
		return this.authority != null && !OF_MICROSOFT.contains(this.authority);
	}

}
