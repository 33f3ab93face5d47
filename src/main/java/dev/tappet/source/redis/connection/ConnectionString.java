package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.tappet.source.NearNames;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the form of StackExchange.Redis: hosts and options, separated by
 * commas.
 * <p>
 * With {@code serviceName} the hosts are Sentinels, which are asked without credentials.
 * Otherwise one host is a server, and several are a primary and its replicas. A cluster
 * cannot be told from those by its hosts: name it with {@code cluster.nodes} instead.
 */
final class ConnectionString {

	private static final Set<String> TRUE = Set.of("true", "yes", "1", "on");

	private static final Set<String> FALSE = Set.of("false", "no", "0", "off");

	private static final int PORT = 6379;

	private static final int SSL_PORT = 6380;

	private static final int SENTINEL_PORT = 26379;

	private final Map<ConnectionStringOption, String> options = new EnumMap<>(ConnectionStringOption.class);

	private final List<ConnectionStringPart.Host> hosts = new ArrayList<>();

	private final List<Fault> faults = new ArrayList<>();

	/**
	 * Parses a connection string.
	 * @param text the text, without placeholders
	 */
	ConnectionString(String text) {
		if (RedisUrl.looksLikeOne(text)) {
			this.faults.add(new Fault("An address, and no connection string in the form of StackExchange.Redis.",
					"Put it behind 'url' instead."));
			return;
		}
		for (ConnectionStringPart part : ConnectionStringPart.split(text)) {
			switch (part) {
				case ConnectionStringPart.Host host -> this.hosts.add(host);
				case ConnectionStringPart.Option option -> take(option);
				case ConnectionStringPart.Unknown unknown -> reportUnknown(unknown);
				case ConnectionStringPart.Ignored ignored -> {
				}
			}
		}
	}

	/**
	 * What it describes, or nothing if it has faults.
	 * @param name the name of the connection
	 */
	Optional<ConnectionDefinition> definition(String name) {
		List<ConnectionDefinition.Node> nodes = this.faults.isEmpty() || !this.hosts.isEmpty() ? nodes() : List.of();
		if (!this.faults.isEmpty()) {
			return Optional.empty();
		}
		String password = option(ConnectionStringOption.PASSWORD);
		String database = option(ConnectionStringOption.DEFAULT_DATABASE);
		String timeout = option(ConnectionStringOption.ASYNC_TIMEOUT);
		return Optional.of(new ConnectionDefinition(name, topology(nodes), option(ConnectionStringOption.USER),
				(password != null) ? new ConnectionDefinition.Secret(password) : null,
				(database != null) ? Integer.parseInt(database) : 0, isSsl(), null,
				duration((timeout != null) ? timeout : option(ConnectionStringOption.SYNC_TIMEOUT)),
				duration(option(ConnectionStringOption.CONNECT_TIMEOUT)), option(ConnectionStringOption.NAME)));
	}

	List<Fault> faults() {
		return List.copyOf(this.faults);
	}

	private ConnectionDefinition.Topology topology(List<ConnectionDefinition.Node> nodes) {
		String service = option(ConnectionStringOption.SERVICE_NAME);
		if (service != null) {
			return new ConnectionDefinition.Topology.Sentinel(service, nodes, null, null);
		}
		return (nodes.size() == 1) ? new ConnectionDefinition.Topology.Standalone(nodes.get(0))
				: new ConnectionDefinition.Topology.MasterReplica(nodes);
	}

	private List<ConnectionDefinition.Node> nodes() {
		int defaultPort = isSsl() ? SSL_PORT : PORT;
		int port = (option(ConnectionStringOption.SERVICE_NAME) != null) ? SENTINEL_PORT : defaultPort;
		List<ConnectionDefinition.Node> nodes = new ArrayList<>();
		for (ConnectionStringPart.Host host : this.hosts) {
			boolean sole = this.hosts.size() == 1;
			host.address(port)
				.or(() -> sole ? NodeAddress.parse(host.text(), port) : Optional.empty())
				.ifPresentOrElse(nodes::add, () -> this.faults.add(badHost(host)));
		}
		if (this.hosts.isEmpty()) {
			this.faults.add(new Fault("No host in the connection string.", "Begin with 'host:port'."));
		}
		return nodes;
	}

	private static Fault badHost(ConnectionStringPart.Host host) {
		return host.uncertain() ? commaInPassword()
				: new Fault("A part of the connection string is neither an option nor 'host:port'.",
						"Write hosts as 'host:port', with the port from 1 to 65535, and options as 'name=value'.");
	}

	private static Fault commaInPassword() {
		return new Fault("A part behind the password is neither a known option nor 'host:port'.",
				"Correct it. If it belongs to the password, which cannot hold a comma in this form, use the keys "
						+ "'host', 'port' and 'password' instead.");
	}

	private void reportUnknown(ConnectionStringPart.Unknown unknown) {
		this.faults.add(unknown.mention()
			.map((name) -> new Fault("Unknown option '%s' in the connection string.".formatted(name),
					NearNames.hint(name, ConnectionStringOption.names())))
			.orElseGet(() -> unknown.uncertain() ? commaInPassword() : new Fault(
					"Unknown option in the connection string.", NearNames.hint("", ConnectionStringOption.names()))));
	}

	private void take(ConnectionStringPart.Option part) {
		String value = part.value();
		ConnectionStringOption option = part.option();
		if (value.isEmpty()) {
			return;
		}
		boolean fits = switch (option.kind()) {
			case FLAG -> isTrue(value) || FALSE.contains(value.toLowerCase(Locale.ROOT));
			case NUMBER -> value.matches("\\d{1,9}");
			case MILLISECONDS -> value.matches("0*[1-9]\\d{0,8}");
			case TEXT -> option != ConnectionStringOption.NAME || ConnectionReader.isClientName(value);
			case SECRET -> true;
		};
		if (fits) {
			this.options.put(option, value);
		}
		else {
			this.faults.add(new Fault("A bad value of '%s' in the connection string.".formatted(option.text()),
					"Use " + expected(option.kind()) + "."));
		}
	}

	private static String expected(ConnectionStringOption.Kind kind) {
		return switch (kind) {
			case FLAG -> "True or False";
			case NUMBER -> "a whole number of 0 or more";
			case MILLISECONDS -> "a whole number of milliseconds above 0";
			case TEXT, SECRET -> "printable characters without spaces";
		};
	}

	private boolean isSsl() {
		String ssl = option(ConnectionStringOption.SSL);
		return ssl != null && isTrue(ssl);
	}

	private static boolean isTrue(String value) {
		return TRUE.contains(value.toLowerCase(Locale.ROOT));
	}

	private @Nullable String option(ConnectionStringOption option) {
		return this.options.get(option);
	}

	private static @Nullable Duration duration(@Nullable String milliseconds) {
		return (milliseconds != null) ? Duration.ofMillis(Long.parseLong(milliseconds)) : null;
	}

	/**
	 * Something wrong in the connection string, without its secrets.
	 *
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	record Fault(String problem, String remedy) {
	}

}
