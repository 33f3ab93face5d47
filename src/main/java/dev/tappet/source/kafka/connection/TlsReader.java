package dev.tappet.source.kafka.connection;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * Makes certificates of what the keys of a connection say about them.
 *
 * @param keys the keys
 * @param bundles which SSL bundles there are
 * @param problems takes what is wrong
 */
record TlsReader(KafkaKeys keys, KnownBundles bundles, Problems problems) {

	private static final String CA = "ssl-ca-location";

	private static final String CERTIFICATE = "ssl-certificate-location";

	private static final String KEY = "ssl-key-location";

	private static final String KEY_PASSWORD = "ssl-key-password";

	@Nullable Tls read(Protocol protocol) {
		String bundle = KafkaKeys.text(this.keys.ssl().bundle());
		Map<String, String> pem = pem();
		if (!protocol.encrypts()) {
			refuse(protocol, bundle, pem);
			return null;
		}
		if (bundle == null) {
			return pem.isEmpty() ? null : read(pem);
		}
		if (!pem.isEmpty()) {
			this.problems.add("ssl.bundle", "Both an SSL bundle and %s.".formatted(String.join(", ", pem.keySet())),
					"Keep either 'ssl.bundle' or the other keys.");
		}
		this.bundles.check("ssl.bundle", bundle, this.problems);
		return new Tls.Named(bundle);
	}

	private void refuse(Protocol protocol, @Nullable String bundle, Map<String, String> pem) {
		String key = (bundle != null) ? "ssl.bundle" : pem.keySet().stream().findFirst().orElse(null);
		if (key != null) {
			this.problems.add(key, "The protocol is %s, which does not encrypt.".formatted(protocol),
					"Set 'protocol' to %s, or remove the certificates."
						.formatted(protocol.authenticates() ? "sasl-ssl" : "ssl"));
		}
	}

	private Map<String, String> pem() {
		Map<String, String> pem = new LinkedHashMap<>();
		put(pem, CA, this.keys.sslCaLocation());
		put(pem, CERTIFICATE, this.keys.sslCertificateLocation());
		put(pem, KEY, this.keys.sslKeyLocation());
		put(pem, KEY_PASSWORD, this.keys.sslKeyPassword());
		return pem;
	}

	private static void put(Map<String, String> pem, String key, @Nullable String value) {
		String text = KafkaKeys.text(value);
		if (text != null) {
			pem.put(key, key.equals(KEY_PASSWORD) ? text : lines(text));
		}
	}

	/** The value of a variable may have the ends of lines as two characters. */
	static String lines(String text) {
		return (isText(text) && !text.strip().contains("\n")) ? text.replace("\\n", "\n") : text.strip();
	}

	static boolean isText(String value) {
		return PemContent.isPresentInText(value);
	}

	private Tls read(Map<String, String> pem) {
		String authorities = pem.get(CA);
		String certificate = pem.get(CERTIFICATE);
		String key = pem.get(KEY);
		String password = pem.get(KEY_PASSWORD);
		if (authorities != null) {
			checkCertificates(CA, authorities, this.problems);
		}
		if (certificate == null) {
			if (key != null || password != null) {
				this.problems.add(CERTIFICATE, "A key without its certificate.",
						"Name the certificate, or remove the key.");
			}
			return new Tls.Pem(authorities, null, null, null);
		}
		if (checkCertificates(CERTIFICATE, certificate, this.problems)) {
			checkKey(certificate, key, password);
		}
		return new Tls.Pem(authorities, certificate, (key != null) ? key : certificate, password);
	}

	/** Reports a file that has no certificates. */
	static boolean checkCertificates(String name, String value, Problems problems) {
		try {
			PemSslStore store = PemSslStore.load(PemSslStoreDetails.forCertificates(value));
			List<?> certificates = (store != null) ? store.certificates() : null;
			if (certificates != null && !certificates.isEmpty()) {
				return true;
			}
			problems.add(name, "No certificate in it.", remedy("certificates"));
		}
		catch (RuntimeException ex) {
			problems.add(name, missing(ex) ? "No such file, or none that may be read." : "No certificate in it.",
					remedy("certificates"));
		}
		return false;
	}

	/** A file may hold both, so the key need not have one of its own. */
	private void checkKey(String certificate, @Nullable String key, @Nullable String password) {
		String location = (key != null) ? key : certificate;
		try {
			PemSslStore store = PemSslStore.load(new PemSslStoreDetails(null, certificate, location, password));
			if (store != null && store.privateKey() != null) {
				return;
			}
			noKey(key);
		}
		catch (RuntimeException ex) {
			if (missing(ex)) {
				this.problems.add(KEY, "No such file, or none that may be read.", remedy("a key"));
			}
			else {
				noKey(key);
			}
		}
	}

	private void noKey(@Nullable String key) {
		if (key == null) {
			this.problems.add(KEY, "A certificate without its key.", "Name the key, or remove the certificate.");
		}
		else {
			this.problems.add(KEY, "No key in it that can be read.",
					remedy("a key") + " An encrypted one needs the right 'ssl-key-password'.");
		}
	}

	private static String remedy(String what) {
		return "Name a file with %s in PEM form, or give that text itself.".formatted(what);
	}

	private static boolean missing(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
				return true;
			}
		}
		return false;
	}

}
