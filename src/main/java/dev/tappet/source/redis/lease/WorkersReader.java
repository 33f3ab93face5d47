package dev.tappet.source.redis.lease;

import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Workers;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;

/**
 * Asks who works on a key, how much each of them holds, and which of them live.
 */
final class WorkersReader {

	/**
	 * Of how many workers it is asked whether they live: more than are shown, since many
	 * that are gone must not hide one that lives.
	 */
	private static final int MOST_FOUND = 500;

	private final Register register;

	private final RedisServer server;

	private final KeyNames names;

	private final byte[] group;

	/**
	 * Makes a reader for a key.
	 * @param member this instance at the Redis of the key
	 * @param names the key and those beside it
	 * @param group the consumer group of a stream, or nothing for a list
	 */
	WorkersReader(Member member, KeyNames names, byte[] group) {
		this.register = new Register(member.redis());
		this.server = member.serverOf(names.source());
		this.names = names;
		this.group = group;
	}

	/** Asks; fails where there is no connection. */
	CompletionStage<Workers> ask() {
		return Replies.ask(this::find).thenCompose((reply) -> judge(FoundWorker.in(reply), (Long) reply.getFirst()));
	}

	private CompletionStage<List<Object>> find() {
		byte[] leases = Script.bytes(this.names.leases());
		byte[] most = Script.bytes(MOST_FOUND);
		return (this.group.length > 0)
				? Script.WORKERS.run(this.server.commands(), ScriptOutputType.MULTI,
						Replies.bytes(this.names.workers(), this.names.source()), leases, most, this.group)
				: Script.WORKERS.run(this.server.commands(), ScriptOutputType.MULTI,
						Replies.bytes(this.names.workers(), this.names.batches(), this.names.taken()), leases, most);
	}

	/** A worker that has nothing to do has no lease, but its instance has its id. */
	private CompletionStage<Workers> judge(List<FoundWorker> found, long all) {
		List<String> inDoubt = found.stream().filter(FoundWorker::isInDoubt).map(FoundWorker::name).toList();
		return this.register.living(inDoubt)
			.thenApply((living) -> Workers
				.of(found.stream().map((worker) -> worker.judged(living.contains(worker.name()))).toList(), all));
	}

}
