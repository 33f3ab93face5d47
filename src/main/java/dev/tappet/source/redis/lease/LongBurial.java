package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.OwnConnection;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;

/**
 * Writes the dead letter of an entry that has more fields than a script can hand to a
 * command: in a transaction that holds only as long as the lease does not change.
 */
final class LongBurial {

	/** Lua in Redis can hand less than 8000 values to a command. */
	private static final int MOST_IN_SCRIPT = 7000;

	/** The lease is renewed every few seconds, which takes the transaction back. */
	private static final int TRIES = 10;

	private static final long NOT_DONE = 0;

	private final OwnConnection own;

	private final byte[] stream;

	private final byte[] lease;

	private final byte[] deadLetters;

	private final byte[] group;

	private final boolean deletes;

	/**
	 * Makes a burial of any number of entries.
	 * @param own the connection, which is closed with this
	 * @param keys the stream, the lease and the dead letters
	 * @param group the consumer group
	 * @param deletes whether the entry is removed as well
	 */
	LongBurial(OwnConnection own, byte[][] keys, byte[] group, boolean deletes) {
		this.own = own;
		this.stream = keys[0];
		this.lease = keys[1];
		this.deadLetters = keys[2];
		this.group = group;
		this.deletes = deletes;
	}

	/** Whether no script can do it. */
	static boolean isNeededFor(Settlement settlement) {
		return ((Entry) settlement.message()).fields().length > MOST_IN_SCRIPT;
	}

	/**
	 * Buries an entry.
	 * @param settlement the entry
	 * @param question asks the script whether it is done, and for the lease
	 * @param ours the fields that end its dead letter
	 * @return what the script answers when it is done
	 */
	CompletionStage<Long> bury(Settlement settlement, List<byte[]> question, List<byte[]> ours) {
		List<byte[]> letter = new ArrayList<>(List.of(((Entry) settlement.message()).fields()));
		letter.addAll(ours);
		return bury(settlement.message().id(), question.toArray(byte[][]::new), letter.toArray(), TRIES);
	}

	private CompletionStage<Long> bury(String id, byte[][] question, Object[] letter, int tries) {
		if (tries == 0) {
			return CompletableFuture.failedStage(new RedisCommandExecutionException(
					"ERR the lease changed each time that the dead letter of " + id + " was written"));
		}
		return this.own.commands().watch(this.lease).thenCompose((watched) -> ask(question)).thenCompose((answer) -> {
			if (answer != NOT_DONE) {
				return CompletableFuture.completedStage(answer);
			}
			return this.own.together((commands) -> commands(commands, id, letter)).thenCompose((replies) -> {
				if (replies.isEmpty()) {
					return bury(id, question, letter, tries - 1);
				}
				if (replies.get().getFirst() instanceof Throwable refusal) {
					throw Failures.rethrow(refusal);
				}
				return CompletableFuture.completedStage(1L);
			});
		});
	}

	private CompletionStage<Long> ask(byte[][] question) {
		return Script.STREAM_BURY.run(this.own.commands(), ScriptOutputType.INTEGER,
				new byte[][] { this.stream, this.lease, this.deadLetters }, question);
	}

	private List<CompletionStage<?>> commands(RedisAsyncCommands<byte[], byte[]> commands, String id, Object[] letter) {
		List<CompletionStage<?>> sent = new ArrayList<>(3);
		sent.add(commands.xadd(this.deadLetters, letter));
		sent.add(commands.xack(this.stream, this.group, id));
		if (this.deletes) {
			sent.add(commands.xdel(this.stream, id));
		}
		return sent;
	}

	void close() {
		this.own.close();
	}

}
