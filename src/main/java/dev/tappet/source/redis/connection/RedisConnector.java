package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.DecodeBufferPolicies;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Opens connections to the servers of one Redis as its definition describes them.
 */
public final class RedisConnector implements AutoCloseable {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final ConnectionDefinition definition;

	private final Access access;

	private final Brake brake = new Brake();

	private final Advice advice = new Advice();

	private final WakeupProof wakeupProof = new WakeupProof();

	private final ClientResources resources;

	private final RedisClient client;

	/**
	 * A connector whose configuration does not change.
	 * @param definition how the Redis is reached
	 * @param instance the name that the connections carry
	 * @param ssl the SSL bundle, or {@code null} for the platform's certificates
	 * @param resources the threads of the connections
	 */
	public RedisConnector(ConnectionDefinition definition, String instance, @Nullable SslBundle ssl,
			ClientResources resources) {
		this(new Access(definition, () -> definition, () -> ssl, Access.clientName(definition, instance),
				Access.tokens(definition, () -> definition, System::getenv)), resources);
	}

	RedisConnector(Access access, ClientResources resources) {
		this.definition = access.definition();
		this.access = access;
		this.resources = new AdaptedResources(access, this.brake).of(resources);
		this.client = client(this.resources);
	}

	/** Has the decoding of what is published wait. */
	public Brake brake() {
		return this.brake;
	}

	/** Warns of what may cost messages. */
	public Advice advice() {
		return this.advice;
	}

	String place() {
		return switch (this.definition.topology()) {
			case Topology.Standalone(Node node) -> node.toString();
			case Topology.Sentinel sentinel -> sentinel.master() + " (Sentinels " + join(sentinel.nodes()) + ")";
			case Topology.Cluster cluster -> "the cluster of " + join(cluster.nodes());
			case Topology.MasterReplica(List<Node> nodes) -> join(nodes);
		};
	}

	ConnectionDefinition definition() {
		return this.definition;
	}

	public int database() {
		return this.definition.database();
	}

	Duration connectTimeout() {
		return connectTimeout(this.definition);
	}

	static Duration connectTimeout(ConnectionDefinition definition) {
		return (definition.connectTimeout() != null) ? definition.connectTimeout() : CONNECT_TIMEOUT;
	}

	/** How long a reply may take before the connection counts as dead. */
	public Duration patience() {
		return (this.definition.timeout() != null) ? this.definition.timeout() : PATIENCE;
	}

	/**
	 * Opens a connection to a server for all who work there.
	 * @param node the server
	 * @param wakeups told what the server tells
	 * @param disconnected called when the connection is lost
	 */
	CompletionStage<Session> open(Node node, Wakeups wakeups, Runnable disconnected) {
		return connect(node).thenCompose((connection) -> {
			connection.addListener(listener(disconnected));
			connection.addListener(wakeups::heard);
			CompletionStage<Boolean> tells = this.wakeupProof.of(node.toString(), connection);
			CompletionStage<Long> id = connection.async()
				.clientId()
				.handle((known, refusal) -> (refusal != null) ? -1L : known);
			return tells.thenCombine(id, (told, known) -> {
				this.advice.ask(node.toString(), connection.async());
				return new Session(node, connection, connection.async(), told, known);
			});
		});
	}

	/**
	 * Opens a connection to a server for all who only look: it is not proven by a write
	 * that it is told of changes, and nobody relies on it.
	 */
	CompletionStage<Session> openToLook(Node node, Runnable disconnected) {
		return connect(node).thenApply((connection) -> {
			connection.addListener(listener(disconnected));
			return new Session(node, connection, connection.async(), false, -1);
		});
	}

	/** Opens a connection to a server for one caller alone. */
	CompletionStage<OwnConnection> openOwn(Node node) {
		return connect(node).thenApply((connection) -> new OwnConnection(connection, connection.async()));
	}

	/**
	 * Opens a connection for subscriptions, which is of no use for anything else.
	 * @param node the server
	 * @param disconnected called when the connection is lost
	 */
	public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> openPubSub(Node node, Runnable disconnected) {
		RedisCodec<String, byte[]> codec = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
		return opened(node, () -> this.client.connectPubSubAsync(codec, this.access.uri(node)))
			.thenApply((connection) -> {
				connection.addListener(listener(disconnected));
				return connection;
			});
	}

	private CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect(Node node) {
		return opened(node, () -> this.client.connectAsync(ByteArrayCodec.INSTANCE, this.access.uri(node)));
	}

	/** Lettuce would count the time that a token takes as that of the server. */
	private <T> CompletionStage<T> opened(Node node, Supplier<CompletionStage<T>> opening) {
		CompletionStage<T> begun = this.access.ready()
			.thenCompose((ready) -> opened(Replies.ask(opening), Function.identity()));
		return opened(begun, (failure) -> this.access.refused(node, failure));
	}

	/**
	 * Says why a connection could not be made, where it could not. What Lettuce answers
	 * is no stage that others can be made of: one that is handed to {@code thenCompose}
	 * never ends.
	 */
	private static <T> CompletionStage<T> opened(CompletionStage<T> opening,
			Function<Throwable, ? extends Throwable> refused) {
		CompletableFuture<T> result = new CompletableFuture<>();
		opening.whenComplete((connection, failure) -> {
			if (failure != null) {
				result.completeExceptionally(refused.apply(failure));
			}
			else {
				result.complete(connection);
			}
		});
		return result;
	}

	/** Opens a connection to a Sentinel, to ask it. */
	CompletionStage<StatefulRedisConnection<String, String>> openSentinel(Node sentinel) {
		return opened(this.client.connectAsync(StringCodec.UTF8, this.access.sentinel(sentinel)),
				(failure) -> this.access.refusedBySentinel(sentinel, failure));
	}

	/** Opens a connection to a Sentinel, to hear what it announces. */
	CompletionStage<StatefulRedisPubSubConnection<String, String>> openSentinelPubSub(Node sentinel,
			Runnable disconnected) {
		return opened(this.client.connectPubSubAsync(StringCodec.UTF8, this.access.sentinel(sentinel)),
				(failure) -> this.access.refusedBySentinel(sentinel, failure))
			.thenApply((connection) -> {
				connection.addListener(listener(disconnected));
				return connection;
			});
	}

	private static RedisConnectionStateListener listener(Runnable disconnected) {
		return new RedisConnectionStateListener() {

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
				disconnected.run();
			}

		};
	}

	private RedisClient client(ClientResources resources) {
		RedisClient client = new LeanClient(resources);
		ClientOptions.Builder options = ClientOptions.builder().autoReconnect(false);
		common(options);
		client.setOptions(options.build());
		return client;
	}

	private void common(ClientOptions.Builder options) {
		if (this.access.tokens() != null) {
			options.reauthenticateBehavior(ClientOptions.ReauthenticateBehavior.ON_NEW_CREDENTIALS);
		}
		options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			// What was decoded makes room as soon as it is half of the buffer: of a reply
			// of large messages no more than two are in it.
			.decodeBufferPolicy(DecodeBufferPolicies.alwaysSome())
			.timeoutOptions(TimeoutOptions.enabled(patience()))
			.sslOptions(this.access.sslOptions())
			.socketOptions(SocketOptions.builder().connectTimeout(connectTimeout()).keepAlive(true).build());
	}

	private static String join(List<Node> nodes) {
		return String.join(", ", nodes.stream().map(Node::toString).toList());
	}

	@Override
	public void close() {
		this.access.close();
		this.client.shutdownAsync(0, 2, TimeUnit.SECONDS).orTimeout(3, TimeUnit.SECONDS).exceptionally((failure) -> {
			return null;
		}).join();
		// Nothing is left to wait for: the threads are not theirs.
		Future<Boolean> unused = this.resources.shutdown(0, 0, TimeUnit.SECONDS);
	}

}
