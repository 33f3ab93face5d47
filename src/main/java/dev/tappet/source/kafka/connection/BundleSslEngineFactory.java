package dev.tappet.source.kafka.connection;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Has Kafka's clients encrypt with an SSL bundle of Spring Boot, each connection with the
 * bundle as it is then. They make it themselves, by its name, and hand it where the
 * bundle is had with their properties.
 */
public final class BundleSslEngineFactory implements SslEngineFactory {

	/** The property that holds a supplier of the bundle. */
	static final String BUNDLE = "tappet.ssl.bundle";

	private @Nullable Certificates certificates;

	/** Made by Kafka's client, which configures it next. */
	public BundleSslEngineFactory() {
	}

	@Override
	public void configure(Map<String, ?> properties) {
		if (!(properties.get(BUNDLE) instanceof Supplier<?> source)) {
			throw new IllegalArgumentException("no SSL bundle was given");
		}
		this.certificates = new Certificates(source);
	}

	@Override
	public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
		return configured().engine(host, port, endpointIdentification);
	}

	private Certificates configured() {
		if (this.certificates == null) {
			throw new IllegalStateException("not configured");
		}
		return this.certificates;
	}

	@Override
	public SSLEngine createServerSslEngine(String host, int port) {
		throw new UnsupportedOperationException("only clients are made here");
	}

	@Override
	public boolean shouldBeRebuilt(Map<String, Object> properties) {
		return false;
	}

	@Override
	public Set<String> reconfigurableConfigs() {
		return Set.of();
	}

	@Override
	public @Nullable KeyStore keystore() {
		return configured().bundle.getStores().getKeyStore();
	}

	@Override
	public @Nullable KeyStore truststore() {
		return configured().bundle.getStores().getTrustStore();
	}

	@Override
	public void close() {
		// Nothing is held open.
	}

	/** The bundle that was last had, and what was made of it. */
	private static final class Certificates {

		private final Supplier<?> source;

		private SslBundle bundle;

		private SSLContext context;

		Certificates(Supplier<?> source) {
			this.source = source;
			this.bundle = (SslBundle) source.get();
			this.context = this.bundle.createSslContext();
		}

		synchronized SSLEngine engine(String host, int port, String endpointIdentification) {
			renew();
			SSLEngine engine = this.context.createSSLEngine(host, port);
			engine.setUseClientMode(true);
			SSLParameters parameters = engine.getSSLParameters();
			String @Nullable [] protocols = this.bundle.getOptions().getEnabledProtocols();
			if (protocols != null) {
				parameters.setProtocols(protocols);
			}
			String @Nullable [] ciphers = this.bundle.getOptions().getCiphers();
			if (ciphers != null) {
				parameters.setCipherSuites(ciphers);
			}
			parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
			engine.setSSLParameters(parameters);
			return engine;
		}

		private void renew() {
			try {
				SslBundle now = (SslBundle) this.source.get();
				if (now != this.bundle) {
					this.context = now.createSslContext();
					this.bundle = now;
				}
			}
			catch (RuntimeException ex) {
				// A file may be away, or be half of itself, while it is replaced: what
				// there was goes on.
			}
		}

	}

}
