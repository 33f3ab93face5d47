package dev.tappet.source.redis.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * Asks a server what its user may do, without doing it. Servers before 7.0 cannot be
 * asked.
 *
 * @param known whether the server could be asked
 * @param refused what is refused, by the names that rights have
 */
public record Rights(boolean known, List<String> refused) {

	private static final long CANNOT_BE_ASKED = -1;

	/**
	 * Asks after commands.
	 * @param commands the connection
	 * @param calls what may have to be sent
	 * @return which of them are refused
	 */
	public static CompletionStage<Rights> of(RedisClusterAsyncCommands<byte[], byte[]> commands,
			Collection<Call> calls) {
		List<Call> asked = List.copyOf(calls);
		List<byte[]> arguments = new ArrayList<>();
		for (Call call : asked) {
			arguments.add(Script.bytes(call.words().size()));
			call.words().forEach((word) -> arguments.add(Script.bytes(word)));
		}
		CompletionStage<List<Object>> reply = Script.RIGHTS.run(commands, ScriptOutputType.MULTI, new byte[0][],
				arguments.toArray(byte[][]::new));
		return reply.thenApply((refused) -> {
			if (refused.contains(CANNOT_BE_ASKED)) {
				return new Rights(false, List.of());
			}
			return new Rights(true,
					refused.stream()
						.map((number) -> asked.get(Replies.integer(number)).name())
						.distinct()
						.sorted()
						.toList());
		});
	}

	/**
	 * Fails where any of these commands is refused, with the names of all that are.
	 * @param commands the connection
	 * @param calls what may have to be sent
	 * @return nothing
	 */
	public static CompletionStage<Void> require(RedisClusterAsyncCommands<byte[], byte[]> commands,
			Collection<Call> calls) {
		return of(commands, calls).thenAccept((rights) -> {
			if (!rights.refused().isEmpty()) {
				throw rights.refusal();
			}
		});
	}

	/** What is refused, as the server itself would put it. */
	RedisCommandExecutionException refusal() {
		return new RedisCommandExecutionException("NOPERM this user has no permissions to run "
				+ this.refused.stream().map((name) -> "'" + name + "'").collect(Collectors.joining(", "))
				+ ", or not on the keys");
	}

}
