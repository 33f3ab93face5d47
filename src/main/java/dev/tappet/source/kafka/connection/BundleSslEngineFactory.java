package dev.tappet.source.kafka.connection;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Has Kafka's clients encrypt with an SSL bundle of Spring Boot. They make it themselves,
 * by its name, and hand it the bundle with their properties.
 */
public final class BundleSslEngineFactory implements SslEngineFactory {

	/** The property that holds the bundle. */
	static final String BUNDLE = "tappet.ssl.bundle";

	private @Nullable SslBundle bundle;

	private @Nullable SSLContext context;

	/** Made by Kafka's client, which configures it next. */
	public BundleSslEngineFactory() {
	}

	@Override
	public void configure(Map<String, ?> properties) {
		if (!(properties.get(BUNDLE) instanceof SslBundle given)) {
			throw new IllegalArgumentException("no SSL bundle was given");
		}
		this.bundle = given;
		this.context = given.createSslContext();
	}

	@Override
	public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
		if (this.bundle == null || this.context == null) {
			throw new IllegalStateException("not configured");
		}
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

	@Override
	public SSLEngine createServerSslEngine(String host, int port) {
		throw new UnsupportedOperationException("only clients are made here");
	}

	@Override
	public boolean shouldBeRebuilt(Map<String, Object> properties) {
		return !properties.equals(Map.of()) && properties.get(BUNDLE) != this.bundle;
	}

	@Override
	public Set<String> reconfigurableConfigs() {
		return Set.of(BUNDLE);
	}

	@Override
	public @Nullable KeyStore keystore() {
		return (this.bundle != null) ? this.bundle.getStores().getKeyStore() : null;
	}

	@Override
	public @Nullable KeyStore truststore() {
		return (this.bundle != null) ? this.bundle.getStores().getTrustStore() : null;
	}

	@Override
	public void close() {
		// Nothing is held open.
	}

}
