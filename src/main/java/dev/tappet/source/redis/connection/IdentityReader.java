package dev.tappet.source.redis.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.tappet.source.Problems;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from a connection's keys whether it signs in with tokens of Microsoft Entra
 * ID, and as whom.
 *
 * @param properties the keys
 * @param springBoot whether they are those of Spring Boot's own connection, which knows
 * no tokens
 * @param problems takes what is wrong
 * @param variables the environment variables, or {@code null} where nobody is to look
 */
record IdentityReader(ConnectionProperties properties, boolean springBoot, Problems problems,
		@Nullable Function<String, @Nullable String> variables) {

	/** What a connection string cannot stand beside. */
	static final List<String> KEYS = List.of("credential", "client-id", "tenant-id", "client-secret", "authority-host");

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	/**
	 * Reads them.
	 * @param hasPassword whether the connection has a password as well
	 * @return who signs in, or {@code null} where nobody does with tokens
	 */
	@Nullable Identity read(boolean hasPassword) {
		Credential credential = this.properties.getCredential();
		if (this.springBoot) {
			KEYS.stream()
				.filter(this.problems::isSet)
				.forEach((key) -> this.problems.add(key, "Spring Boot has no such key.",
						"Use a connection under tappet.connections, and name it by 'connection' of the triggers, or of tappet.defaults."));
			return null;
		}
		if (credential == null && this.problems.isSet("credential")) {
			// What is wrong with it has been told.
			return null;
		}
		if (credential == null) {
			KEYS.stream()
				.filter(this.problems::isSet)
				.forEach((key) -> this.problems.add(key, "Without 'credential' it has no effect.",
						"Say by 'credential' what a token is asked for with, or remove the key."));
			return null;
		}
		if (hasPassword) {
			this.problems.add("credential", "Both a credential and a password.",
					"Keep one of them: a token takes the place of the password.");
		}
		return switch (credential) {
			case MANAGEDIDENTITY -> {
				refuse(credential, "tenant-id", "client-secret", "authority-host");
				yield new Identity.Managed(id("client-id", this.properties.getClientId()));
			}
			case WORKLOADIDENTITY -> {
				refuse(credential, "client-secret");
				lookFor("A pod gets them by the label azure.workload.identity/use: \"true\" and a service account that "
						+ "names its client.", variablesOfAPod());
				yield new Identity.Workload(id("client-id", this.properties.getClientId()),
						id("tenant-id", this.properties.getTenantId()), authority());
			}
			case ENVIRONMENT -> {
				refuse(credential, "client-id", "tenant-id", "client-secret");
				lookFor("They are those of an application, whose secret may also stand in 'client-secret' with "
						+ "'clientsecret'.", List.of("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"));
				yield new Identity.Environment(authority());
			}
			case CLIENTSECRET -> application();
		};
	}

	private @Nullable Identity application() {
		String client = required("client-id", id("client-id", this.properties.getClientId()));
		String tenant = required("tenant-id", id("tenant-id", this.properties.getTenantId()));
		String secret = required("client-secret", ConnectionReader.text(this.properties.getClientSecret()));
		String authority = authority();
		return (client != null && tenant != null && secret != null)
				? new Identity.Application(client, tenant, new Secret(secret), authority) : null;
	}

	private List<String> variablesOfAPod() {
		List<String> names = new ArrayList<>(List.of("AZURE_FEDERATED_TOKEN_FILE"));
		if (!this.problems.isSet("client-id")) {
			names.add("AZURE_CLIENT_ID");
		}
		if (!this.problems.isSet("tenant-id")) {
			names.add("AZURE_TENANT_ID");
		}
		return names;
	}

	/** What is asked for a token with has to be there when the service starts. */
	private void lookFor(String remedy, List<String> names) {
		Function<String, @Nullable String> known = this.variables;
		if (known == null) {
			return;
		}
		List<String> missing = names.stream()
			.filter((name) -> ConnectionReader.text(known.apply(name)) == null)
			.toList();
		if (!missing.isEmpty()) {
			this.problems.add("credential",
					"It needs environment variables that are not set: %s.".formatted(String.join(", ", missing)),
					"Set them, or choose another 'credential'. " + remedy);
		}
	}

	private @Nullable String required(String key, @Nullable String value) {
		if (value == null) {
			this.problems.add(key, "The required key is missing.",
					"Give the client id, the tenant and a secret of the application.");
		}
		return value;
	}

	private @Nullable String id(String key, @Nullable String value) {
		String text = ConnectionReader.text(value);
		if (text != null && !ID.matcher(text).matches()) {
			this.problems.add(key, "Neither an id nor the name of a tenant.",
					"Use the id as Azure shows it, such as 00000000-0000-0000-0000-000000000000.");
			return null;
		}
		return text;
	}

	private void refuse(Credential credential, String... keys) {
		for (String key : keys) {
			if (this.problems.isSet(key)) {
				this.problems.add(key,
						"Without effect with '%s'.".formatted(credential.name().toLowerCase(Locale.ROOT)),
						"Remove it, or choose another 'credential'.");
			}
		}
	}

	private @Nullable String authority() {
		String text = ConnectionReader.text(this.properties.getAuthorityHost());
		if (text != null && !isSafe(text)) {
			this.problems.add("authority-host", "Not the address of a token service.",
					"Write it as https://login.microsoftonline.com; only a service on this machine may be http.");
			return null;
		}
		return text;
	}

	/** What is sent there is a secret. */
	static boolean isSafe(String address) {
		try {
			URI uri = new URI(address);
			String host = uri.getHost();
			return host != null && uri.getQuery() == null && uri.getUserInfo() == null
					&& ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host)));
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

}
