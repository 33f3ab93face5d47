package dev.tappet.source.kafka.connection;

import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;

/**
 * The clients of a connection, by its definition.
 *
 * @param definition the connection
 * @param bundles where SSL bundles are found
 * @param clientId the name that clients carry
 */
record DefinedKafkaClients(KafkaConnectionDefinition definition, Supplier<SslBundles> bundles,
		String clientId) implements KafkaClients {

	@Override
	public String place() {
		return this.definition.place();
	}

	@Override
	public Map<String, Object> consumer() {
		return with(defaults().consumer(this.definition.properties().values()));
	}

	@Override
	public Map<String, Object> producer() {
		return with(defaults().producer(this.definition.properties().values()));
	}

	@Override
	public Map<String, Object> admin() {
		return with(defaults().admin(this.definition.properties().values()));
	}

	private ClientDefaults defaults() {
		return new ClientDefaults(this.definition.wording() == Wording.EVENT_HUBS);
	}

	private Map<String, Object> with(Map<String, Object> properties) {
		properties.putIfAbsent("client.id", this.clientId);
		Tls tls = this.definition.tls();
		if (tls != null && this.definition.protocol().encrypts()) {
			properties.put("ssl.engine.factory.class", BundleSslEngineFactory.class);
			properties.put(BundleSslEngineFactory.BUNDLE, tls.bundle(this.bundles.get()));
		}
		return properties;
	}

	@Override
	public @Nullable String obstacle() {
		Obstacle obstacle = new FirstContact(this.definition.protocol()).with(this.definition.brokers());
		return (obstacle != null) ? sentences().say(obstacle.refusal(), obstacle.broker(), obstacle.detail()) : null;
	}

	@Override
	public String explain(Throwable failure) {
		KafkaFailures.Cause cause = KafkaFailures.cause(failure);
		if (cause.refusal().needsALook()) {
			String obstacle = obstacle();
			if (obstacle != null) {
				return obstacle;
			}
		}
		return sentences().say(cause.refusal(), place(), cause.detail());
	}

	@Override
	public @Nullable SchemaRegistry registry() {
		return this.definition.registry();
	}

	private Sentences sentences() {
		return new Sentences(this.definition);
	}

	@Override
	public String toString() {
		return "clients of " + place();
	}

}
