package dev.tappet.source.kafka.connection;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where the schemas of a cluster's records are kept.
 *
 * @param urls where it answers; the next is asked where one cannot be
 * @param username who asks, or {@code null}
 * @param password the password, or {@code null}
 * @param keys where its keys stand in the configuration, for remedies
 * @param tls the certificates, or {@code null} for those of the platform
 */
public record SchemaRegistry(List<URI> urls, @Nullable String username, @Nullable Secret password, String keys,
		@Nullable Tls tls) {

	/**
	 * A registry that has the platform's authorities vouch for it.
	 * @param urls where it answers
	 * @param username who asks, or {@code null}
	 * @param password the password, or {@code null}
	 * @param keys where its keys stand
	 */
	public SchemaRegistry(List<URI> urls, @Nullable String username, @Nullable Secret password, String keys) {
		this(urls, username, password, keys, null);
	}

	SchemaRegistry with(@Nullable Tls certificates) {
		return new SchemaRegistry(this.urls, this.username, this.password, this.keys, certificates);
	}

	/**
	 * This registry, with the credentials and certificates of a later reading of its
	 * keys.
	 */
	SchemaRegistry withSecretsOf(@Nullable SchemaRegistry latest) {
		return (latest != null)
				? new SchemaRegistry(this.urls, latest.username(), latest.password(), this.keys, latest.tls()) : this;
	}

}
