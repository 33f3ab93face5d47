package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import org.jspecify.annotations.Nullable;

/**
 * How a token of Microsoft Entra ID is asked for: a form to its token service, or a
 * question to the service that a machine in Azure finds beside it.
 *
 * @param uri where
 * @param headers the headers
 * @param form the form, or {@code null} where a question has none
 * @param secret what must not be shown, whoever repeats it
 */
record TokenRequest(URI uri, Map<String, String> headers, @Nullable Secret form, Secret secret) {

	/** Says what an environment variable has. */
	interface Variables {

		@Nullable String get(String name);

	}

	private static final String RESOURCE = "https://redis.azure.com";

	private static final String AUTHORITY = "https://login.microsoftonline.com";

	private static final String METADATA = "http://169.254.169.254";

	/**
	 * The request of an identity, as its surroundings are now.
	 * @param identity who asks
	 * @param variables the environment variables
	 * @return the request
	 */
	static TokenRequest of(Identity identity, Variables variables) {
		return switch (identity) {
			case Identity.Managed(String clientId) -> managed(clientId, variables);
			case Identity.Workload(String clientId, String tenantId, String authority) -> {
				Secret assertion = read(required(null, "AZURE_FEDERATED_TOKEN_FILE", variables));
				Map<String, String> form = new LinkedHashMap<>();
				form.put("client_id", required(clientId, "AZURE_CLIENT_ID", variables));
				form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
				form.put("client_assertion", assertion.value());
				yield grant(authority(authority, variables), required(tenantId, "AZURE_TENANT_ID", variables), form,
						assertion);
			}
			case Identity.Environment(String authority) -> application(authority(authority, variables),
					required(null, "AZURE_TENANT_ID", variables), required(null, "AZURE_CLIENT_ID", variables),
					new Secret(required(null, "AZURE_CLIENT_SECRET", variables)));
			case Identity.Application(String clientId, String tenantId, Secret secret, String authority) ->
				application(authority(authority, variables), tenantId, clientId, secret);
		};
	}

	private static TokenRequest application(String authority, String tenant, String client, Secret secret) {
		Map<String, String> form = new LinkedHashMap<>();
		form.put("client_id", client);
		form.put("client_secret", secret.value());
		return grant(authority, tenant, form, secret);
	}

	private static TokenRequest grant(String authority, String tenant, Map<String, String> form, Secret secret) {
		form.put("grant_type", "client_credentials");
		form.put("scope", RESOURCE + "/.default");
		String base = authority.endsWith("/") ? authority.substring(0, authority.length() - 1) : authority;
		return new TokenRequest(uri(base + "/" + encoded(tenant) + "/oauth2/v2.0/token"),
				Map.of("Content-Type", "application/x-www-form-urlencoded"), new Secret(encoded(form)), secret);
	}

	/**
	 * App Service and Container Apps have an endpoint of their own, machines one that all
	 * share.
	 */
	private static TokenRequest managed(@Nullable String clientId, Variables variables) {
		String endpoint = variables.get("IDENTITY_ENDPOINT");
		String header = variables.get("IDENTITY_HEADER");
		if (endpoint != null && header != null) {
			return new TokenRequest(uri(endpoint + question("2019-08-01", clientId)),
					Map.of("X-IDENTITY-HEADER", header), null, new Secret(header));
		}
		String host = Objects.requireNonNullElse(variables.get("AZURE_POD_IDENTITY_AUTHORITY_HOST"), METADATA);
		return new TokenRequest(uri(host + "/metadata/identity/oauth2/token" + question("2018-02-01", clientId)),
				Map.of("Metadata", "true"), null, new Secret(""));
	}

	private static String question(String version, @Nullable String clientId) {
		Map<String, String> query = new LinkedHashMap<>();
		query.put("api-version", version);
		query.put("resource", RESOURCE);
		if (clientId != null) {
			query.put("client_id", clientId);
		}
		return "?" + encoded(query);
	}

	private static String authority(@Nullable String configured, Variables variables) {
		String authority = (configured != null) ? configured
				: Objects.requireNonNullElse(variables.get("AZURE_AUTHORITY_HOST"), AUTHORITY);
		if (!IdentityReader.isSafe(authority)) {
			throw new TokenException("AZURE_AUTHORITY_HOST is not the https address of a token service");
		}
		return authority;
	}

	private static String required(@Nullable String configured, String variable, Variables variables) {
		String value = (configured != null) ? configured : variables.get(variable);
		if (value == null || value.isEmpty()) {
			throw new TokenException("the environment variable %s is not set".formatted(variable));
		}
		return value;
	}

	/** It is replaced from time to time, so it is read for each request. */
	private static Secret read(String file) {
		try {
			return new Secret(Files.readString(Path.of(file)).strip());
		}
		catch (IOException ex) {
			throw new TokenException(
					"the file that AZURE_FEDERATED_TOKEN_FILE names cannot be read: " + ex.getClass().getSimpleName());
		}
	}

	private static URI uri(String text) {
		try {
			return URI.create(text);
		}
		catch (IllegalArgumentException ex) {
			throw new TokenException("the environment variables name no address of a token service");
		}
	}

	private static String encoded(Map<String, String> values) {
		return values.entrySet()
			.stream()
			.map((each) -> each.getKey() + "=" + encoded(each.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	/** Who is asked, without secrets. */
	String place() {
		return this.uri.getAuthority();
	}

	@Override
	public String toString() {
		return "a request to " + place();
	}

}
