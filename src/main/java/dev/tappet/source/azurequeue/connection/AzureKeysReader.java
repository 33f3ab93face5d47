package dev.tappet.source.azurequeue.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection of its keys.
 *
 * @param name the name of the connection
 * @param keys its keys
 * @param problems takes what is wrong
 */
record AzureKeysReader(String name, AzureKeys keys, Problems problems) {

	static final String STRING = "connection-string";

	static final String URI_KEY = "queue-service-uri";

	private static final String AUTHORITY = "authority-host";

	private static final String REMEDY = "Give 'connection-string', or 'queue-service-uri' with an identity or 'sas-token'.";

	@Nullable AzureConnectionDefinition read() {
		String string = AzureKeys.text(this.keys.connectionString());
		String uri = uri();
		if (string != null && uri != null) {
			this.problems.add(STRING, "Both a connection string and an address of the service.", "Keep one of them.");
			return null;
		}
		if (string != null) {
			return byString(string);
		}
		if (uri != null) {
			return byAddress(uri);
		}
		this.problems.add(STRING, "The connection does not say where the queues are.", REMEDY);
		return null;
	}

	private @Nullable String uri() {
		String own = AzureKeys.text(this.keys.queueServiceUri());
		return (own != null) ? own : AzureKeys.text(this.keys.serviceUri());
	}

	private String uriKey() {
		return (AzureKeys.text(this.keys.queueServiceUri()) != null) ? URI_KEY : "service-uri";
	}

	private @Nullable AzureConnectionDefinition byString(String text) {
		ConnectionString parsed = new ConnectionString(text);
		String fault = parsed.fault();
		if (fault != null) {
			this.problems.add(STRING, fault, ConnectionString.FORM);
			return null;
		}
		URI address = address(parsed.endpoint(), STRING);
		return (address != null) ? new AzureConnectionDefinition(this.name, trimmed(address), parsed.credential())
				: null;
	}

	private @Nullable AzureConnectionDefinition byAddress(String text) {
		URI address = address(text, uriKey());
		if (address == null) {
			return null;
		}
		Credential credential = credential(address);
		if (credential instanceof Credential.Identity && !"https".equalsIgnoreCase(address.getScheme())) {
			this.problems.add(uriKey(), "The token of an identity is sent over https only.",
					"Write the address with https://, or use a connection string.");
		}
		return new AzureConnectionDefinition(this.name, trimmed(address), credential);
	}

	private Credential credential(URI address) {
		String sas = AzureKeys.text(this.keys.sasToken());
		String inAddress = address.getRawQuery();
		IdentityKind kind = this.keys.credential();
		if (sas != null || inAddress != null) {
			if (kind != null) {
				this.problems.add("credential", "Both an identity and a SAS.", "Keep one of them.");
			}
			String token = (sas != null) ? sas : String.valueOf(inAddress);
			return new Credential.Sas(new Secret(token.startsWith("?") ? token.substring(1) : token));
		}
		if (kind == IdentityKind.CLIENT_SECRET) {
			need("client-id", this.keys.clientId());
			need("tenant-id", this.keys.tenantId());
			need("client-secret", this.keys.clientSecret());
		}
		else if (AzureKeys.text(this.keys.clientSecret()) != null) {
			this.problems.add("client-secret", "It is used with 'credential: clientsecret' only.",
					"Set 'credential: clientsecret', or remove the secret.");
		}
		return new Credential.Identity(kind, AzureKeys.text(this.keys.clientId()), AzureKeys.text(this.keys.tenantId()),
				Secret.of(AzureKeys.text(this.keys.clientSecret())), authority(kind));
	}

	private @Nullable String authority(@Nullable IdentityKind kind) {
		String text = AzureKeys.text(this.keys.authorityHost());
		if (text == null) {
			return null;
		}
		if (kind == IdentityKind.MANAGED_IDENTITY) {
			this.problems.add(AUTHORITY,
					"It is not used with 'credential: managedidentity': the machine knows whom to ask.", "Remove it.");
			return null;
		}
		URI address = parsed(text);
		if (address == null || !"https".equalsIgnoreCase(address.getScheme())) {
			this.problems.add(AUTHORITY, "The token service is asked over https only.",
					"Use an address such as https://login.microsoftonline.com.");
			return null;
		}
		return text;
	}

	private void need(String key, @Nullable String value) {
		if (AzureKeys.text(value) == null) {
			this.problems.add(key, "'credential: clientsecret' needs it.",
					"Give 'tenant-id', 'client-id' and 'client-secret' of the application.");
		}
	}

	private @Nullable URI address(String text, String key) {
		URI address = parsed(text);
		if (address == null) {
			this.problems.add(key, "The address of the queue service cannot be read.",
					"Use https://<account>.queue.core.windows.net.");
		}
		return address;
	}

	/** What is wrong with it is not told: that would quote it. */
	private static @Nullable URI parsed(String text) {
		try {
			URI address = new URI(text);
			String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
			boolean usable = address.getHost() != null && (scheme.equals("https") || scheme.equals("http"))
					&& address.getUserInfo() == null;
			return usable ? address : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static String trimmed(URI address) {
		String path = (address.getRawPath() != null) ? address.getRawPath() : "";
		String port = (address.getPort() >= 0) ? ":" + address.getPort() : "";
		return address.getScheme() + "://" + address.getHost() + port
				+ (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
	}

}
