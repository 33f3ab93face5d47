package dev.tappet.source.kafka.connection;

import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;

/**
 * The clients of a connection, by its definition.
 */
final class DefinedKafkaClients implements KafkaClients {

	private final KafkaConnectionDefinition definition;

	private final Supplier<SslBundles> bundles;

	private final String clientId;

	private final RecentLook look;

	/**
	 * Makes no client yet.
	 * @param definition the connection
	 * @param bundles where SSL bundles are found
	 * @param clientId the name that clients carry
	 */
	DefinedKafkaClients(KafkaConnectionDefinition definition, Supplier<SslBundles> bundles, String clientId) {
		this.definition = definition;
		this.bundles = bundles;
		this.clientId = clientId;
		FirstContact contact = new FirstContact(definition.protocol());
		this.look = new RecentLook(() -> contact.with(definition.brokers()), System::nanoTime);
	}

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
		if (!this.definition.protocol().encrypts()) {
			checkThatItIsKafka();
		}
		properties.putIfAbsent("client.id", this.clientId);
		Tls tls = this.definition.tls();
		if (tls != null && this.definition.protocol().encrypts()) {
			properties.put("ssl.engine.factory.class", BundleSslEngineFactory.class);
			properties.put(BundleSslEngineFactory.BUNDLE, tls.bundle(this.bundles.get()));
		}
		return properties;
	}

	private void checkThatItIsKafka() {
		Obstacle obstacle = this.look.lately();
		if (obstacle != null && obstacle.refusal().isDangerous()) {
			throw new ObstacleException(String.valueOf(say(obstacle)));
		}
	}

	@Override
	public @Nullable String obstacle() {
		return say(this.look.now());
	}

	@Override
	public String explain(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ObstacleException obstacle) {
				return String.valueOf(obstacle.getMessage());
			}
		}
		KafkaFailures.Cause cause = KafkaFailures.cause(failure);
		String obstacle = cause.refusal().needsALook() ? say(this.look.lately()) : null;
		return (obstacle != null) ? obstacle : sentences().say(cause.refusal(), place(), cause.detail());
	}

	private @Nullable String say(@Nullable Obstacle obstacle) {
		return (obstacle != null) ? sentences().say(obstacle.refusal(), obstacle.broker(), obstacle.detail()) : null;
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
