package dev.tappet.source.azurequeue.connection;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The connection string of a storage account: parts of the form {@code Name=value},
 * separated by semicolons.
 */
final class ConnectionString {

	static final String FORM = "Use DefaultEndpointsProtocol=https;AccountName=<name>;AccountKey=<key>;"
			+ "EndpointSuffix=core.windows.net, as the portal shows it, or UseDevelopmentStorage=true.";

	private static final String ACCOUNT = "accountname";

	private static final String KEY = "accountkey";

	private static final String SAS = "sharedaccesssignature";

	private static final String ENDPOINT = "queueendpoint";

	private static final String DEVELOPMENT = "usedevelopmentstorage";

	private static final String PROXY = "developmentstorageproxyuri";

	private static final Set<String> SECRET = Set.of(KEY, SAS);

	private static final Set<String> KNOWN = Set.of("defaultendpointsprotocol", ACCOUNT, KEY, SAS, ENDPOINT,
			DEVELOPMENT, PROXY, "endpointsuffix", "blobendpoint", "fileendpoint", "tableendpoint",
			"blobsecondaryendpoint", "filesecondaryendpoint", "queuesecondaryendpoint", "tablesecondaryendpoint");

	/** Known to everybody, for it opens an emulator only. */
	private static final String DEVELOPMENT_ACCOUNT = "devstoreaccount1";

	private static final String DEVELOPMENT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/"
			+ "K1SZFPTOtr/KBHBeksoGMGw==";

	private static final int DEVELOPMENT_PORT = 10001;

	private final Map<String, String> parts = new HashMap<>();

	private final @Nullable String fault;

	ConnectionString(String text) {
		List<String> written = Stream.of(text.split(";", -1))
			.map(String::strip)
			.filter((part) -> !part.isEmpty())
			.toList();
		boolean known = written.stream().allMatch(this::add);
		if (isDevelopment()) {
			this.parts.putIfAbsent(ACCOUNT, DEVELOPMENT_ACCOUNT);
			this.parts.putIfAbsent(KEY, DEVELOPMENT_KEY);
			this.parts.putIfAbsent(ENDPOINT, proxy() + ":" + DEVELOPMENT_PORT + "/" + DEVELOPMENT_ACCOUNT);
		}
		this.fault = known ? missing() : "A part of it has none of the names that a storage account's has.";
	}

	private boolean add(String part) {
		String name = name(part);
		this.parts.put(name, part.substring(part.indexOf('=') + 1).strip());
		return KNOWN.contains(name);
	}

	private static String name(String part) {
		int equals = part.indexOf('=');
		return ((equals > 0) ? part.substring(0, equals) : "").strip().toLowerCase(Locale.ROOT);
	}

	private boolean isDevelopment() {
		return "true".equalsIgnoreCase(this.parts.get(DEVELOPMENT));
	}

	private String proxy() {
		String proxy = this.parts.getOrDefault(PROXY, "http://127.0.0.1");
		return proxy.endsWith("/") ? proxy.substring(0, proxy.length() - 1) : proxy;
	}

	private @Nullable String missing() {
		if (part(ACCOUNT) == null && part(ENDPOINT) == null) {
			return "It has neither AccountName nor QueueEndpoint.";
		}
		if (part(SAS) != null) {
			return null;
		}
		if (part(ACCOUNT) == null) {
			return "It has no AccountName.";
		}
		String key = part(KEY);
		if (key == null) {
			return "It has no AccountKey, and no SharedAccessSignature either.";
		}
		return isBase64(key) ? null : "Its AccountKey is not base64.";
	}

	private static boolean isBase64(String text) {
		try {
			return Base64.getDecoder().decode(text).length > 0;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private @Nullable String part(String name) {
		String value = this.parts.get(name);
		return (value != null && !value.isEmpty()) ? value : null;
	}

	/** What is wrong with it, without any of its values, or {@code null}. */
	@Nullable String fault() {
		return this.fault;
	}

	/** The address of the queue service. */
	String endpoint() {
		String endpoint = part(ENDPOINT);
		return (endpoint != null) ? endpoint
				: "%s://%s.queue.%s".formatted(this.parts.getOrDefault("defaultendpointsprotocol", "https"),
						this.parts.getOrDefault(ACCOUNT, ""),
						this.parts.getOrDefault("endpointsuffix", "core.windows.net"));
	}

	Credential credential() {
		String sas = part(SAS);
		return (sas != null) ? new Credential.Sas(new Secret(sas.startsWith("?") ? sas.substring(1) : sas))
				: new Credential.AccountKey(this.parts.getOrDefault(ACCOUNT, ""),
						new Secret(this.parts.getOrDefault(KEY, "")));
	}

	/** A string of whatever form without what may be secret in it. */
	static String mask(String text) {
		return Arrays.stream(text.split(";", -1)).map(ConnectionString::maskPart).collect(Collectors.joining(";"));
	}

	private static String maskPart(String part) {
		String name = name(part);
		if (part.isBlank() || (KNOWN.contains(name) && !SECRET.contains(name) && !part.contains("@"))) {
			return part;
		}
		return KNOWN.contains(name) ? part.substring(0, part.indexOf('=') + 1) + Secret.MASK : Secret.MASK;
	}

}
