package dev.tappet.source.redis.connection;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import dev.tappet.trigger.TriggerDefinition;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * As whom the servers of a Redis are spoken to, and how it is made sure that it is they:
 * the credentials and certificates of the moment, since both change under a running
 * service.
 *
 * @param definition the connection as it was configured at the start
 * @param latest the connection as its configuration is now
 * @param bundle the SSL bundle as it is now, or {@code null} for the platform's
 * certificates
 * @param clientName the name in CLIENT LIST
 * @param tokens what stands for the password, or {@code null} where there is one
 */
record Access(ConnectionDefinition definition, Supplier<ConnectionDefinition> latest,
		Supplier<@Nullable SslBundle> bundle, String clientName, @Nullable Tokens tokens) {

	/**
	 * The tokens of a connection.
	 * @param definition the connection as it was configured at the start
	 * @param latest the connection as its configuration is now
	 * @param variables the environment variables
	 * @return the tokens, or {@code null} where it signs in without
	 */
	static @Nullable Tokens tokens(ConnectionDefinition definition, Supplier<ConnectionDefinition> latest,
			TokenRequest.Variables variables) {
		Identity atStart = definition.identity();
		return (atStart == null) ? null
				: new Tokens("the connection '%s'".formatted(definition.name()),
						new TokenService(() -> Objects.requireNonNullElse(latest.get().identity(), atStart), variables),
						() -> latest.get().username());
	}

	static String clientName(ConnectionDefinition definition, String instance) {
		return (definition.clientName() != null) ? definition.clientName() : "tappet-" + instance;
	}

	/**
	 * Waits for what connections need before they are made: a token, where one is signed
	 * in with.
	 */
	CompletionStage<Access> ready() {
		return (this.tokens == null) ? CompletableFuture.completedStage(this)
				: this.tokens.ready(RedisConnector.connectTimeout(this.definition)).thenApply((token) -> this);
	}

	/** A server, and who asks. */
	RedisURI uri(Node node) {
		ConnectionDefinition now = this.latest.get();
		RedisURI.Builder builder = (this.tokens != null) ? builder(node, null, null).withAuthentication(this.tokens)
				: builder(node, now.username(), now.password());
		return builder.withDatabase(this.definition.database()).build();
	}

	/** A Sentinel, and who asks. */
	RedisURI sentinel(Node node) {
		return (this.latest.get().topology() instanceof Topology.Sentinel now)
				? builder(node, now.username(), now.password()).build() : builder(node, null, null).build();
	}

	private RedisURI.Builder builder(Node node, @Nullable String username, @Nullable Secret password) {
		RedisURI.Builder builder = RedisURI.builder()
			.withHost(node.host())
			.withPort(node.port())
			.withSsl(this.definition.ssl())
			.withClientName(this.clientName)
			.withTimeout(RedisConnector.connectTimeout(this.definition));
		if (password != null && username != null && !username.isEmpty()) {
			builder.withAuthentication(username, password.value().toCharArray());
		}
		else if (password != null) {
			builder.withPassword(password.value().toCharArray());
		}
		return builder;
	}

	/** The certificates, which are looked up for each connection. */
	SslOptions sslOptions() {
		return SslOptions.builder().sslContext(this::adapt).build();
	}

	private void adapt(SslContextBuilder context) {
		SslBundle now = this.bundle.get();
		if (now == null) {
			return;
		}
		context.keyManager(now.getManagers().getKeyManagerFactory())
			.trustManager(now.getManagers().getTrustManagerFactory());
		if (now.getOptions().getEnabledProtocols() != null) {
			context.protocols(now.getOptions().getEnabledProtocols());
		}
		if (now.getOptions().getCiphers() != null) {
			context.ciphers(List.of(now.getOptions().getCiphers()));
		}
	}

	/** Says why a server could not be connected to, with the keys of this connection. */
	RuntimeException refused(Node node, Throwable failure) {
		Throwable cause = Failures.unwrap(failure);
		Refusal refusal = Refusal.of(cause, this.definition.ssl());
		if (this.tokens == null || refusal == null) {
			return refused(node, refusal, credentials(keys()), Failures.detail(cause), cause);
		}
		String user = this.tokens.user();
		return refused(node, refusal.withToken(), identity(),
				(user != null) ? "user %s, %s".formatted(user, Failures.detail(cause)) : Failures.detail(cause), cause);
	}

	/** Says why a Sentinel could not be connected to. */
	RuntimeException refusedBySentinel(Node node, Throwable failure) {
		Throwable cause = Failures.unwrap(failure);
		return refused(node, Refusal.of(cause, this.definition.ssl()), credentials(keys() + ".sentinel"),
				Failures.detail(cause), cause);
	}

	private RuntimeException refused(Node node, @Nullable Refusal refusal, String credentials, String detail,
			Throwable cause) {
		if (refusal == null) {
			return Failures.rethrow(cause);
		}
		String sentence = refusal.sentence(node.toString(), keys(), keys() + "." + address(), credentials);
		return new RefusedException(refusal, sentence + " (" + detail + ")", cause);
	}

	/** Says that a connection that stands could not be signed in anew. */
	String notSignedInAnew(Throwable failure) {
		return "a connection of %s is not signed in with the new token, and may be closed when the last one ends; give the identity of %s access to the Redis (%s)"
			.formatted(keys(), identity(), Failures.detail(failure));
	}

	private String identity() {
		return "%s.credential (and .client-id, .tenant-id)".formatted(keys());
	}

	private static String credentials(String prefix) {
		return prefix + ".password (and " + prefix + ".username)";
	}

	private String keys() {
		return this.definition.name().equals(TriggerDefinition.DEFAULT_CONNECTION) ? "spring.data.redis"
				: "tappet.connections." + this.definition.name();
	}

	private String address() {
		return switch (this.definition.topology()) {
			case Topology.Standalone standalone -> "url (or host and port)";
			case Topology.Sentinel sentinel -> "sentinel.nodes";
			case Topology.Cluster cluster -> "cluster.nodes";
			case Topology.MasterReplica replicas -> "masterreplica.nodes";
		};
	}

	/** Renews no token any more. */
	void close() {
		if (this.tokens != null) {
			this.tokens.close();
		}
	}

}
