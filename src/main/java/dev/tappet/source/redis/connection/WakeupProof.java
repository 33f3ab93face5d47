package dev.tappet.source.redis.connection;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.lettuce.core.SetArgs;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a connection is told when a key changes. That the server has agreed
 * to is no proof: what stands in between may pass nothing on. So a key of our own is
 * asked after and changed, and must be heard of. All of it is one round trip.
 */
final class WakeupProof {

	private static final Logger logger = LoggerFactory.getLogger(WakeupProof.class);

	private static final String KEY = "wakeup";

	/** Should its removal be lost. */
	private static final long KEY_LASTS = 1000;

	/** What was logged of each server: a new connection to it is no news. */
	private final Map<String, String> told = new ConcurrentHashMap<>();

	/**
	 * Has a connection told of changes by others.
	 * @param place where the server is, for the log
	 * @param connection a connection that nothing else has been sent on
	 * @return whether it is told; fails where the connection is of no use at all
	 */
	CompletionStage<Boolean> of(String place, StatefulRedisConnection<byte[], byte[]> connection) {
		return attempt(connection, "tappet:" + KEY).thenCompose((first) -> {
			if (!first.isElsewhere()) {
				return CompletableFuture.completedStage(first);
			}
			return ownSlot(connection).thenCompose((slot) -> (slot < 0) ? CompletableFuture.completedStage(first)
					: attempt(connection, "tappet:{" + SlotTags.tagOf(slot) + "}:" + KEY));
		}).thenApply((attempt) -> tells(place, connection, attempt));
	}

	/**
	 * The connection's own changes are heard of until the last command: a change that is
	 * told comes before the answers to what was sent after it.
	 */
	private static CompletionStage<Attempt> attempt(StatefulRedisConnection<byte[], byte[]> connection, String name) {
		byte[] key = Script.bytes(name);
		AtomicBoolean heard = new AtomicBoolean();
		PushListener listener = (message) -> {
			if (isAbout(message, key)) {
				heard.set(true);
			}
		};
		connection.addListener(listener);
		RedisAsyncCommands<byte[], byte[]> commands = connection.async();
		CompletionStage<Optional<Throwable>> begun = outcome(commands.clientTracking(TrackingArgs.Builder.enabled()));
		CompletionStage<Optional<Throwable>> armed = outcome(commands.get(key));
		CompletionStage<Optional<Throwable>> changed = outcome(
				commands.set(key, new byte[0], SetArgs.Builder.px(KEY_LASTS)));
		CompletionStage<Optional<Throwable>> removed = outcome(commands.del(key));
		CompletionStage<Optional<Throwable>> settled = outcome(
				commands.clientTracking(TrackingArgs.Builder.enabled().noloop()));
		CompletionStage<Optional<Throwable>> agreement = begun.thenCombine(settled, WakeupProof::either);
		CompletionStage<Optional<Throwable>> change = armed.thenCombine(changed, WakeupProof::either)
			.thenCombine(removed, (failure, unremoved) -> failure);
		return agreement.thenCombine(change, (refusal, failure) -> {
			connection.removeListener(listener);
			return new Attempt(heard.get(), refusal.orElse(null), failure.orElse(null));
		});
	}

	private static CompletionStage<Optional<Throwable>> outcome(CompletionStage<?> reply) {
		return reply.handle((done, failure) -> Optional.ofNullable(failure).map(Failures::unwrap));
	}

	private static Optional<Throwable> either(Optional<Throwable> first, Optional<Throwable> second) {
		return first.or(() -> second);
	}

	private static boolean isAbout(PushMessage message, byte[] key) {
		return message.getType().equals("invalidate") && message.getContent().get(1) instanceof List<?> keys
				&& keys.contains(ByteBuffer.wrap(key));
	}

	/** A slot of the node that the connection leads to, or -1 where it has none. */
	private static CompletionStage<Integer> ownSlot(StatefulRedisConnection<byte[], byte[]> connection) {
		return connection.async().clusterNodes().handle((nodes, refusal) -> {
			if (refusal != null) {
				return -1;
			}
			for (RedisClusterNode node : ClusterPartitionParser.parse(nodes)) {
				if (node.is(RedisClusterNode.NodeFlag.MYSELF) && !node.getSlots().isEmpty()) {
					return node.getSlots().getFirst();
				}
			}
			return -1;
		});
	}

	private boolean tells(String place, StatefulRedisConnection<byte[], byte[]> connection, Attempt attempt) {
		Throwable silence = attempt.unanswered();
		if (silence != null) {
			Session.close(connection);
			throw Failures.rethrow(silence);
		}
		String reason = attempt.doubt();
		if (reason == null) {
			this.told.remove(place);
		}
		else if (!reason.equals(this.told.put(place, reason))) {
			logger
				.info("{} does not tell when a key changes ({}), so idle streams and lists are looked at many times a "
						+ "second", place, reason);
		}
		return reason == null;
	}

	/**
	 * What came of it.
	 *
	 * @param heard whether the change was told
	 * @param agreement why the server does not agree to tell, or {@code null}
	 * @param change why the key could not be changed, or {@code null}
	 */
	record Attempt(boolean heard, @Nullable Throwable agreement, @Nullable Throwable change) {

		boolean isElsewhere() {
			return this.change != null && String.valueOf(this.change.getMessage()).startsWith("MOVED");
		}

		@Nullable Throwable unanswered() {
			return Stream.of(Optional.ofNullable(this.agreement), Optional.ofNullable(this.change))
				.flatMap(Optional::stream)
				.filter((failure) -> !Failures.answered(failure))
				.findFirst()
				.orElse(null);
		}

		/**
		 * Why the server is not relied on. Where the key cannot be changed at present, as
		 * on a replica or a server without memory, nothing is proven and its word is
		 * taken.
		 */
		@Nullable String doubt() {
			if (this.agreement != null) {
				return String.valueOf(this.agreement.getMessage());
			}
			return (this.heard || this.change != null) ? null : "it agrees to, but what it tells does not arrive";
		}

	}

}
