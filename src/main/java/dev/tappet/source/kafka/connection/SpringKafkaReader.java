package dev.tappet.source.kafka.connection;

import java.io.FileNotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Problems;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ResourceUtils;

/**
 * Makes the default connection of the keys of {@code spring.kafka}, with the meaning that
 * Spring Boot gives them.
 *
 * @param keys the keys
 * @param bundles which SSL bundles there are
 * @param problems takes what is wrong
 */
record SpringKafkaReader(SpringKafkaKeys keys, KnownBundles bundles, Problems problems) {

	KafkaConnectionDefinition read() {
		Map<String, String> last = OwnedProperties.without(this.keys.properties());
		SchemaRegistry registry = new RegistryReader(
				KafkaConnectionDefinition.prefix(TriggerDefinition.DEFAULT_CONNECTION), this.bundles, this.problems)
			.read(last);
		last.keySet().removeIf(RegistryReader::isOfRegistry);
		Map<String, String> properties = new LinkedHashMap<>();
		List<String> brokers = Brokers.read(this.keys.bootstrapServers(), "bootstrap-servers", this.problems);
		properties.put(ClientProperties.BOOTSTRAP_SERVERS, String.join(",", brokers));
		String protocol = KafkaKeys.text(this.keys.security().protocol());
		if (protocol != null && !ProtocolName.isKnown(protocol)) {
			this.problems.add("security.protocol", "Not one of the values that are possible here.",
					"Use %s.".formatted(String.join(", ", ProtocolName.all())));
		}
		properties.put(ClientProperties.SECURITY_PROTOCOL, ProtocolName.of(protocol).name());
		String bundle = KafkaKeys.text(this.keys.ssl().bundle());
		if (bundle != null) {
			this.bundles.check("ssl.bundle", bundle, this.problems);
		}
		else {
			stores(this.keys.ssl(), properties);
		}
		properties.putAll(last);
		ClientProperties all = new ClientProperties(properties);
		return new KafkaConnectionDefinition(TriggerDefinition.DEFAULT_CONNECTION, all.brokers(), all,
				(bundle != null) ? new Tls.Named(bundle) : null, registry, Wording.SPRING);
	}

	private void stores(SpringKafkaKeys.Ssl ssl, Map<String, String> properties) {
		put(properties, "ssl.key.password", ssl.keyPassword());
		put(properties, "ssl.keystore.certificate.chain", ssl.keyStoreCertificateChain());
		put(properties, "ssl.keystore.key", ssl.keyStoreKey());
		put(properties, "ssl.keystore.location", path("ssl.key-store-location", ssl.keyStoreLocation()));
		put(properties, "ssl.keystore.password", ssl.keyStorePassword());
		put(properties, "ssl.keystore.type", ssl.keyStoreType());
		put(properties, "ssl.truststore.certificates", ssl.trustStoreCertificates());
		put(properties, "ssl.truststore.location", path("ssl.trust-store-location", ssl.trustStoreLocation()));
		put(properties, "ssl.truststore.password", ssl.trustStorePassword());
		put(properties, "ssl.truststore.type", ssl.trustStoreType());
		put(properties, "ssl.protocol", ssl.protocol());
	}

	private @Nullable String path(String key, @Nullable String location) {
		String text = KafkaKeys.text(location);
		if (text == null) {
			return null;
		}
		try {
			String path = ResourceUtils.getFile(text).getAbsolutePath();
			if (ResourceUtils.getFile(text).canRead()) {
				return path;
			}
		}
		catch (FileNotFoundException ex) {
			// Reported below.
		}
		this.problems.add(key, "No such file, or none that may be read.",
				"Name a file, such as file:/etc/kafka/trust.p12.");
		return null;
	}

	private static void put(Map<String, String> properties, String name, @Nullable String value) {
		String text = KafkaKeys.text(value);
		if (text != null) {
			properties.put(name, text);
		}
	}

}
