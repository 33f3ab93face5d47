package dev.tappet.source.kafka.connection;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The certificates of a connection.
 */
sealed interface Tls {

	/** As they are now: files may have changed since the last time. */
	SslBundle bundle(SslBundles bundles);

	/**
	 * Those of an SSL bundle of Spring Boot.
	 *
	 * @param name the name of the bundle
	 */
	record Named(String name) implements Tls {

		@Override
		public SslBundle bundle(SslBundles bundles) {
			return bundles.getBundle(this.name);
		}

	}

	/**
	 * Those of PEM files, or of PEM text in their place.
	 *
	 * @param authorities who vouches for the brokers, or {@code null} for those whom the
	 * platform trusts
	 * @param certificate our own, or {@code null}
	 * @param key its key, or {@code null}
	 * @param keyPassword the password of the key, or {@code null}
	 */
	record Pem(@Nullable String authorities, @Nullable String certificate, @Nullable String key,
			@Nullable String keyPassword) implements Tls {

		@Override
		public SslBundle bundle(SslBundles bundles) {
			PemSslStoreDetails own = (this.certificate != null)
					? new PemSslStoreDetails(null, this.certificate, this.key, this.keyPassword) : null;
			PemSslStoreDetails trusted = (this.authorities != null)
					? PemSslStoreDetails.forCertificates(this.authorities) : null;
			return SslBundle.of(new PemSslStoreBundle(own, trusted));
		}

		@Override
		public String toString() {
			return "Pem";
		}

	}

}
