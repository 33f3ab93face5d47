package dev.tappet.source.kafka.connection;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The certificates of a connection.
 */
sealed interface Tls {

	/**
	 * A file with certificates.
	 *
	 * @param location the file
	 * @param type its type, as Java calls it
	 * @param password its password, or {@code null}
	 */
	record Store(String location, String type, @Nullable Secret password) {

		JksSslStoreDetails details() {
			return new JksSslStoreDetails(this.type, null, this.location,
					(this.password != null) ? this.password.value() : null);
		}

	}

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

	/**
	 * Those of key stores.
	 *
	 * @param trusted who vouches for the other side, or {@code null} for those whom the
	 * platform trusts
	 * @param own our own certificate and its key, or {@code null}
	 * @param keyPassword the password of the key, or {@code null} for that of the store
	 */
	record Stores(@Nullable Store trusted, @Nullable Store own, @Nullable Secret keyPassword) implements Tls {

		@Override
		public SslBundle bundle(SslBundles bundles) {
			JksSslStoreBundle stores = new JksSslStoreBundle((this.own != null) ? this.own.details() : null,
					(this.trusted != null) ? this.trusted.details() : null);
			return SslBundle.of(stores,
					(this.keyPassword != null) ? SslBundleKey.of(this.keyPassword.value()) : SslBundleKey.NONE);
		}

	}

}
