package dev.tappet.source.kafka.connection;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The clients of a connection, by its definition.
 */
final class DefinedKafkaClients implements KafkaClients {

	private static final String CLIENT_ID_PROPERTY = "client.id";

	private final KafkaConnectionDefinition definition;

	private final Supplier<KafkaConnectionDefinition> latest;

	/** What clients may quote from. */
	private volatile KafkaConnectionDefinition known;

	private final Supplier<SslBundles> bundles;

	private final String clientId;

	private final RecentLook look;

	/**
	 * Makes no client yet.
	 * @param definition the connection as it was read at the start
	 * @param latest reads its keys anew, for the credentials and certificates among them
	 * @param bundles where SSL bundles are found
	 * @param clientId the name that clients carry
	 */
	DefinedKafkaClients(KafkaConnectionDefinition definition, Supplier<KafkaConnectionDefinition> latest,
			Supplier<SslBundles> bundles, String clientId) {
		this.definition = definition;
		this.latest = latest;
		this.known = definition;
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
	public String clientId() {
		return this.definition.properties().values().getOrDefault(CLIENT_ID_PROPERTY, this.clientId);
	}

	@Override
	public Map<String, Object> consumer() {
		return with(defaults()::consumer);
	}

	@Override
	public Map<String, Object> producer() {
		return with(defaults()::producer);
	}

	@Override
	public Map<String, Object> admin() {
		return with(defaults()::admin);
	}

	private ClientDefaults defaults() {
		return new ClientDefaults(this.definition.isEventHubs());
	}

	private Map<String, Object> with(Function<Map<String, String>, Map<String, Object>> defaults) {
		boolean encrypts = this.definition.protocol().encrypts();
		if (!encrypts) {
			checkThatItIsKafka();
		}
		KafkaConnectionDefinition now = latest();
		Map<String, Object> properties = defaults.apply(now.properties().values());
		properties.putIfAbsent(CLIENT_ID_PROPERTY, this.clientId);
		if (now.tls() != null && encrypts) {
			Supplier<SslBundle> bundle = () -> Objects.requireNonNull(latest().tls()).bundle(this.bundles.get());
			properties.put("ssl.engine.factory.class", BundleSslEngineFactory.class);
			properties.put(BundleSslEngineFactory.BUNDLE, bundle);
		}
		if (now.protocol().authenticates()) {
			LatestSecrets.addTo(properties, () -> latest().properties());
		}
		return properties;
	}

	/** Clients live long: what they show who they are with is read anew all the while. */
	private KafkaConnectionDefinition latest() {
		KafkaConnectionDefinition now = this.definition.withSecretsOf(this.latest.get());
		this.known = now;
		return now;
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
		return latest().registry();
	}

	@Override
	public @Nullable SslBundle registryCertificates() {
		SchemaRegistry registry = registry();
		return (registry != null && registry.tls() != null) ? registry.tls().bundle(this.bundles.get()) : null;
	}

	private Sentences sentences() {
		return new Sentences(this.known);
	}

	@Override
	public String toString() {
		return "clients of " + place();
	}

}
