package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.tappet.source.Problems;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection of its keys, with the meaning that Spring Boot gives them wherever
 * they stand: what an address in {@code url} says, or leaves out, takes precedence over
 * the keys for its parts. Keys that only concern what Spring Boot builds around a
 * connection, such as pools, are accepted and have no effect.
 *
 * @param name the name of the connection
 * @param properties its keys
 * @param problems takes what is wrong
 * @param surroundings what they may name
 */
record ConnectionReader(String name, ConnectionProperties properties, Problems problems, Surroundings surroundings) {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofDays(365);

	private static final Pattern CLIENT_NAME = Pattern.compile("[!-~]+");

	private static final String CONNECTION_STRING = "connection-string";

	private static final List<String> OTHER_KEYS = Stream
		.concat(Stream.of("url", "host", "port", "username", "password", "database", "ssl", "timeout",
				"connect-timeout", "client-name", "sentinel", "cluster", "masterreplica"), IdentityReader.KEYS.stream())
		.toList();

	/**
	 * Whether Redis takes a text as a client name.
	 */
	static boolean isClientName(String text) {
		return CLIENT_NAME.matcher(text).matches();
	}

	@Nullable ConnectionDefinition read() {
		String text = text(this.properties.getConnectionString());
		return (text != null) ? readString(text) : readKeys();
	}

	boolean isDefault() {
		return this.name.equals(TriggerDefinition.DEFAULT_CONNECTION);
	}

	private @Nullable ConnectionDefinition readString(String text) {
		if (isDefault()) {
			this.problems.add(CONNECTION_STRING, "Spring Boot has no such key.",
					"Use 'url', or a connection under tappet.connections.");
			return null;
		}
		List<String> others = OTHER_KEYS.stream().filter(this.problems::isSet).toList();
		if (!others.isEmpty()) {
			this.problems.add(CONNECTION_STRING,
					"Both a connection string and %s.".formatted(String.join(", ", others)),
					"Keep either 'connection-string' or the other keys.");
		}
		ConnectionString parsed = new ConnectionString(text);
		ConnectionDefinition definition = parsed.definition(this.name).orElse(null);
		parsed.faults().forEach((fault) -> this.problems.add(CONNECTION_STRING, fault.problem(), fault.remedy()));
		return definition;
	}

	private ConnectionDefinition readKeys() {
		RedisUrl url = readUrl();
		String address = this.properties.getUrl();
		if (url != null && address != null && isDefault() && !RedisUrl.isCompleteForSpringBoot(address)) {
			this.problems.add("url", "Spring Boot finds no port in it, or no host that it takes.",
					"Write the port too, such as redis://host:6379; a host with an underscore goes to 'host'.");
		}
		Topology topology = new TopologyReader(this.properties, isDefault(), this.problems).read(url);
		if (this.properties.getDatabase() < 0) {
			this.problems.add("database", "Out of range.", "Give a whole number of 0 or more.");
		}
		else if (this.properties.getDatabase() > 0 && topology instanceof Topology.Cluster) {
			this.problems.add("database", "A cluster has no other database than 0.",
					"Leave 'database' out, or name a server that is in no cluster.");
		}
		String clientName = stripped(this.properties.getClientName());
		if (clientName != null && !isClientName(clientName)) {
			this.problems.add("client-name", "Not a client name that Redis takes.",
					"Use printable characters without spaces.");
		}
		String bundle = stripped(this.properties.getSsl().getBundle());
		boolean ssl = this.properties.getSsl().isEnabled();
		BundleNames bundles = this.surroundings.bundles();
		if (bundle != null && bundles.missing(bundle)) {
			this.problems.add("ssl.bundle", "No SSL bundle has this name.", bundles.hint(bundle));
		}
		Duration timeout = checked("timeout", this.properties.getTimeout());
		Duration connectTimeout = checked("connect-timeout", this.properties.getConnectTimeout());
		Secret password = (url != null) ? url.password() : secret(this.properties.getPassword());
		Identity identity = new IdentityReader(this.properties, isDefault(), this.problems,
				this.surroundings.variables())
			.read(password != null);
		if (url != null) {
			return new ConnectionDefinition(this.name, topology, url.username(), password, url.database(),
					ssl || url.ssl(), bundle, timeout, connectTimeout, clientName, identity);
		}
		return new ConnectionDefinition(this.name, topology, text(this.properties.getUsername()), password,
				this.properties.getDatabase(), ssl, bundle, timeout, connectTimeout, clientName, identity);
	}

	/** The address, if there is one and it can be parsed. */
	@Nullable RedisUrl readUrl() {
		String text = text(this.properties.getUrl());
		if (text == null) {
			return null;
		}
		RedisUrl url = RedisUrl.parse(text).orElse(null);
		if (url == null) {
			this.problems.add("url", RedisUrl.fault(text),
					"Use redis://user:password@host:port/database, or rediss:// for an encrypted connection; "
							+ "signs such as @ : / % # in the password must be percent-encoded.");
		}
		return url;
	}

	private @Nullable Duration checked(String key, @Nullable Duration value) {
		if (value != null && (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0)) {
			this.problems.add(key, "Out of range.", "Give a duration from 1ms to 365d.");
		}
		return value;
	}

	/** As in Spring Boot an empty text counts as none. */
	static @Nullable String text(@Nullable String value) {
		return (value != null && !value.isEmpty()) ? value : null;
	}

	static @Nullable Secret secret(@Nullable String value) {
		String text = text(value);
		return (text != null) ? new Secret(text) : null;
	}

	private static @Nullable String stripped(@Nullable String value) {
		String text = text(value);
		return (text != null) ? text.strip() : null;
	}

}
