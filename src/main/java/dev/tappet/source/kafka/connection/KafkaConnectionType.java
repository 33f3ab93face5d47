package dev.tappet.source.kafka.connection;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import dev.tappet.source.Block;
import dev.tappet.source.Connection;
import dev.tappet.source.ConnectionType;
import org.jspecify.annotations.Nullable;

/**
 * Connections to Kafka. Needs nothing of Kafka itself, so that a configuration can be
 * checked without its client.
 */
public final class KafkaConnectionType implements ConnectionType {

	/** By which the kind of Kafka sources asks for it. */
	public static final String NAME = "kafka";

	/** Where the keys of the default connection stand. */
	static final String DEFAULT_PREFIX = "spring.kafka";

	private static final List<String> SECRET_WORDS = List.of("jaas", "password", "secret", "key", "token", "assertion",
			"user.info", "credential", "certificate");

	private final KnownBundles bundles;

	/**
	 * Knows the keys of a connection before any is made.
	 * @param bundles asks for the names of the SSL bundles that there are, {@code null}
	 * where nobody knows
	 */
	public KafkaConnectionType(Supplier<@Nullable List<String>> bundles) {
		this.bundles = new KnownBundles(bundles);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Block<?, ? extends Connection> block() {
		return new Block<>(KafkaKeys.class, (keys, name,
				problems) -> new KafkaKeysReader(name, keys, this.bundles, problems, System::getProperty).read());
	}

	@Override
	public Block<?, ? extends Connection> defaultBlock() {
		return new Block<>(SpringKafkaKeys.class,
				(keys, name, problems) -> new SpringKafkaReader(keys, this.bundles, problems).read());
	}

	@Override
	public String defaultPrefix() {
		return DEFAULT_PREFIX;
	}

	@Override
	public String shown(String key, String value) {
		if (key.equals("event-hubs-connection-string")) {
			return EventHubsString.mask(value);
		}
		String lower = key.toLowerCase(Locale.ROOT);
		boolean location = lower.endsWith("location");
		boolean secret = location ? TlsReader.isText(value) || value.contains("-----BEGIN")
				: (lower.startsWith("properties.") || lower.startsWith("ssl.key-store-"))
						&& SECRET_WORDS.stream().anyMatch(lower::contains);
		return secret ? Secret.MASK : value;
	}

}
