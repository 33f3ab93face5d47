package dev.tappet.source.kafka.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Finds the registry of a connection: by keys of its own, or by the properties that
 * Confluent's serializers take, which are no others than theirs.
 *
 * @param prefix what stands before the keys of the connection
 * @param bundles which SSL bundles there are
 * @param problems takes what is wrong
 */
record RegistryReader(String prefix, KnownBundles bundles, Problems problems) {

	private static final String URL = "schema.registry.url";

	private static final List<String> USER_INFO = List.of("schema.registry.basic.auth.user.info",
			"basic.auth.user.info");

	/**
	 * Whether a property concerns the registry alone, and Kafka's clients do not know it.
	 */
	static boolean isOfRegistry(String property) {
		return property.startsWith("schema.registry.") || property.startsWith("basic.auth.");
	}

	@Nullable SchemaRegistry read(KafkaKeys.Registry keys, Map<String, String> properties) {
		String username = KafkaKeys.text(keys.username());
		String password = KafkaKeys.text(keys.password());
		if (keys.url().isEmpty()) {
			if (username != null || password != null || tls().isSet(keys)) {
				this.problems.add("schema-registry.url", "The required key is missing.",
						"Give the address of the registry, or remove what is for it alone.");
			}
			return read(properties);
		}
		if ((username == null) != (password == null)) {
			this.problems.add((username == null) ? "schema-registry.username" : "schema-registry.password",
					"The required key is missing.", "Give both a user and a password, or neither.");
		}
		SchemaRegistry found = registry(keys.url(), "schema-registry.url", username, password);
		return (found != null) ? found.with(tls().read(keys, found.urls())) : null;
	}

	@Nullable SchemaRegistry read(Map<String, String> properties) {
		String urls = KafkaKeys.text(properties.get(URL));
		if (urls == null) {
			return null;
		}
		String info = USER_INFO.stream().map(properties::get).filter((each) -> each != null).findFirst().orElse(":");
		int colon = info.indexOf(':');
		SchemaRegistry found = registry(Stream.of(urls.split(",", -1)).map(String::strip).toList(), "properties." + URL,
				KafkaKeys.text(info.substring(0, Math.max(colon, 0))), KafkaKeys.text(info.substring(colon + 1)));
		return (found != null) ? found.with(tls().read(properties)) : null;
	}

	private RegistryTls tls() {
		return new RegistryTls(this.bundles, this.problems);
	}

	private @Nullable SchemaRegistry registry(List<String> urls, String key, @Nullable String username,
			@Nullable String password) {
		List<URI> addresses = new ArrayList<>();
		String user = username;
		String secret = password;
		for (String url : urls) {
			URI address = address(url);
			if (address == null) {
				this.problems.add(key, "Not the address of a registry.",
						"Use http://host:port or https://host:port, with its path if it has one.");
				return null;
			}
			String info = address.getUserInfo();
			if (info != null && user == null) {
				user = info.substring(0, info.contains(":") ? info.indexOf(':') : info.length());
				secret = info.substring(info.indexOf(':') + 1);
			}
			addresses.add(withoutUser(address));
		}
		return addresses.isEmpty() ? null : new SchemaRegistry(List.copyOf(addresses), user, Secret.of(secret),
				this.prefix + key.replace(".url", ""));
	}

	private static @Nullable URI address(String text) {
		try {
			URI address = new URI(text.strip());
			boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
			return (http && address.getHost() != null && address.getQuery() == null && address.getFragment() == null)
					? address : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static URI withoutUser(URI address) {
		try {
			String path = address.getPath().endsWith("/")
					? address.getPath().substring(0, address.getPath().length() - 1) : address.getPath();
			return new URI(address.getScheme(), null, address.getHost(), address.getPort(), path, null, null);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("no address without a user", ex);
		}
	}

}
