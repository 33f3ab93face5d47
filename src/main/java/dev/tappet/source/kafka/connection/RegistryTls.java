package dev.tappet.source.kafka.connection;

import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Makes certificates of what the keys of a registry say about them, or the properties
 * that Confluent's serializers take for one.
 *
 * @param bundles which SSL bundles there are
 * @param problems takes what is wrong
 */
record RegistryTls(KnownBundles bundles, Problems problems) {

	private static final String BUNDLE = "schema-registry.ssl.bundle";

	private static final String CA = "schema-registry.ssl-ca-location";

	private static final String PROPERTIES = "schema.registry.ssl.";

	@Nullable Tls read(KafkaKeys.Registry keys, List<URI> urls) {
		String bundle = KafkaKeys.text(keys.ssl().bundle());
		String authorities = KafkaKeys.text(keys.sslCaLocation());
		if (!isSet(keys)) {
			return null;
		}
		if (urls.stream().noneMatch((url) -> "https".equals(url.getScheme()))) {
			this.problems.add((bundle != null) ? BUNDLE : CA, "The registry is not talked to by https.",
					"Write https:// in 'schema-registry.url', or remove the certificates.");
		}
		if (bundle == null) {
			String pem = TlsReader.lines(String.valueOf(authorities));
			TlsReader.checkCertificates(CA, pem, this.problems);
			return new Tls.Pem(pem, null, null, null);
		}
		if (authorities != null) {
			this.problems.add(BUNDLE, "Both an SSL bundle and ssl-ca-location.",
					"Keep either 'ssl.bundle' or the other key.");
		}
		this.bundles.check(BUNDLE, bundle, this.problems);
		return new Tls.Named(bundle);
	}

	boolean isSet(KafkaKeys.Registry keys) {
		return KafkaKeys.text(keys.ssl().bundle()) != null || KafkaKeys.text(keys.sslCaLocation()) != null;
	}

	@Nullable Tls read(Map<String, String> properties) {
		Tls.Store trusted = store(properties, "truststore");
		Tls.Store own = store(properties, "keystore");
		return (trusted != null || own != null)
				? new Tls.Stores(trusted, own, Secret.of(KafkaKeys.text(properties.get(PROPERTIES + "key.password"))))
				: null;
	}

	private static Tls.@Nullable Store store(Map<String, String> properties, String name) {
		String location = KafkaKeys.text(properties.get(PROPERTIES + name + ".location"));
		String type = KafkaKeys.text(properties.get(PROPERTIES + name + ".type"));
		return (location != null) ? new Tls.Store(location, (type != null) ? type : "JKS",
				Secret.of(KafkaKeys.text(properties.get(PROPERTIES + name + ".password")))) : null;
	}

}
