package dev.tappet.source.redis.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Held;
import dev.tappet.source.Instances;
import dev.tappet.source.Instances.Instance;
import dev.tappet.source.Printable;
import dev.tappet.source.Workers;
import dev.tappet.source.Workers.Life;
import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;

/**
 * The instances that have their ids on one Redis.
 */
public final class Register {

	/** One key for all, so that one script can look at all of them on a cluster too. */
	static final String KEY = "tappet:{instances}";

	private static final byte[] LEASE = Script.bytes(Ledger.LEASE.toMillis());

	private static final int FIELDS = 4;

	private final RedisServer server;

	public Register(Redis redis) {
		this.server = redis.serverOf(KEY);
	}

	/** All of them; fails where there is no connection. */
	public CompletionStage<Instances> all() {
		return find("").thenApply((reply) -> Instances.of(read(reply), (Long) reply.getFirst()));
	}

	/**
	 * Those that have said that they work on a trigger.
	 * @param trigger its name
	 * @return the workers; fails where there is no connection
	 */
	public CompletionStage<Workers> workersOn(String trigger) {
		return find(trigger).thenApply(
				(reply) -> Workers.of(read(reply).stream().map(Register::worker).toList(), (Long) reply.getFirst()));
	}

	private static Workers.Worker worker(Instance instance) {
		return new Workers.Worker(instance.id(), Held.UNKNOWN, instance.lives() ? Life.ALIVE : Life.GONE);
	}

	private CompletionStage<List<Object>> find(String trigger) {
		return Replies.ask(() -> Script.INSTANCES.run(this.server.commands(), ScriptOutputType.MULTI,
				Replies.bytes(KEY), LEASE, Script.bytes(Instances.MOST), Script.bytes(trigger)));
	}

	private static List<Instance> read(List<Object> reply) {
		List<Instance> found = new ArrayList<>();
		for (int i = 1; i + FIELDS <= reply.size(); i += FIELDS) {
			found.add(new Instance(Printable.of(Replies.text(reply.get(i)), Printable.DETAIL),
					Instant.ofEpochMilli((Long) reply.get(i + 1)), Instant.ofEpochMilli((Long) reply.get(i + 2)),
					(Long) reply.get(i + 3) == 1));
		}
		return found;
	}

	/** Which of some live. */
	CompletionStage<Set<String>> living(Collection<String> ids) {
		if (ids.isEmpty()) {
			return CompletableFuture.completedStage(Set.of());
		}
		List<String> asked = List.copyOf(ids);
		byte[][] arguments = new byte[asked.size() + 1][];
		arguments[0] = LEASE;
		for (int i = 0; i < asked.size(); i++) {
			arguments[i + 1] = Script.bytes(asked.get(i));
		}
		return this.server.connect()
			.thenCompose((session) -> Script.INSTANCES_LIVING.<List<Object>>run(session.commands(),
					ScriptOutputType.MULTI, Replies.bytes(KEY), arguments))
			.thenApply((reply) -> {
				Set<String> living = new HashSet<>();
				for (int i = 0; i < asked.size(); i++) {
					if ((Long) reply.get(i) == 1) {
						living.add(asked.get(i));
					}
				}
				return living;
			});
	}

}
