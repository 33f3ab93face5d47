package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

import dev.tappet.source.Message;
import dev.tappet.source.redis.connection.OwnConnection;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

/**
 * Puts an entry back that has more fields than a script can hand to a command: in a
 * transaction that adds it and then removes its dead letter.
 */
final class LongReplay {

	/**
	 * How far ahead of the server's clock the new id is, from try to try: others add to
	 * the stream while the fields travel.
	 */
	private static final List<Duration> AHEAD = List.of(Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(100),
			Duration.ofSeconds(1), Duration.ofSeconds(5));

	private static final int OUTGROWN = -1;

	private final OwnConnection own;

	private final byte[] deadLetters;

	private final byte[] stream;

	LongReplay(OwnConnection own, byte[] deadLetters, byte[] stream) {
		this.own = own;
		this.deadLetters = deadLetters;
		this.stream = stream;
	}

	/** Puts one back, and answers 1, or 0 where its dead letter is gone. */
	CompletionStage<Integer> put(String id) {
		CommandArgs<byte[], byte[]> range = new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(this.deadLetters)
			.add(id)
			.add(id);
		return this.own.commands()
			.dispatch(CommandType.XRANGE, EntriesOutput.ofRange(), range)
			.thenCompose((found) -> found.isEmpty() ? CompletableFuture.completedStage(0)
					: put(id, original(found.getFirst()), 0));
	}

	private static byte[][] original(Message letter) {
		byte[][] fields = ((Entry) letter).fields();
		return Arrays.copyOf(fields, fields.length - DeadLetterFields.ENDING);
	}

	private CompletionStage<Integer> put(String id, byte[][] fields, int tries) {
		if (tries == AHEAD.size()) {
			return CompletableFuture.failedStage(new RedisCommandExecutionException(
					"ERR the stream grows faster than the dead letter " + id + " can be put back"));
		}
		CompletionStage<List<Object>> place = Script.REPLAY_PLACE.run(this.own.commands(), ScriptOutputType.MULTI,
				new byte[][] { this.stream });
		return place.thenCompose((found) -> {
			EntryId last = Objects.requireNonNull(EntryId.parse(Replies.text(found.get(1))));
			String newId = ReplayMark
				.behind(last, (Long) found.get(0) + AHEAD.get(tries).toMillis(),
						1 + ThreadLocalRandom.current().nextInt(ReplayMark.MOST_MULTIPLES))
				.toString();
			return transaction(id, newId, fields).thenCompose((answer) -> (answer == OUTGROWN)
					? put(id, fields, tries + 1) : CompletableFuture.completedStage(answer));
		});
	}

	/**
	 * The first command may be refused without the second, which so looks for what it
	 * did.
	 */
	private CompletionStage<Integer> transaction(String id, String newId, byte[][] fields) {
		return this.own
			.together((commands) -> List.of(commands.xadd(this.stream, new XAddArgs().id(newId), (Object[]) fields),
					Script.REPLAY_END.runWithText(commands, ScriptOutputType.INTEGER,
							new byte[][] { this.deadLetters, this.stream }, Script.bytes(id), Script.bytes(newId))))
			.thenApply((replies) -> replies.map((all) -> Replies.integer(all.getLast())).orElse(OUTGROWN));
	}

}
