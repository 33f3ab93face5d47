package dev.tappet.source.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.internal.Exceptions;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

/**
 * The scripts that run on the server. Each lies beside this class under its own name,
 * with a table of its keys and arguments.
 */
// The arrays are handed to Lettuce, which only reads them, and to nobody else.
@SuppressWarnings("ImmutableEnumChecker")
public enum Script {

	PULSE, ALONE, STREAM_PREPARE, STREAM_LOOK, STREAM_TAKEOVER, STREAM_HELD, STREAM_RECLAIM, STREAM_RESTORE,
	STREAM_TAKE_DUE, STREAM_TAKE_STRICT, STREAM_ACKNOWLEDGE, STREAM_POSTPONE, STREAM_BURY, STREAM_LEAVE, STREAM_BACKLOG,
	LIST_TAKE, LIST_TAKE_DUE, LIST_FINISH, LIST_FORGET, LIST_TRIM, LIST_POSTPONE, LIST_BURY, LIST_LOOK, LIST_TAKEOVER,
	LIST_LEAVE, LEAVE, LEAD, LIST_BACKLOG, REPLAY, LIST_ADOPT, REPLAY_PLACE, REPLAY_END, STREAM_COUNT, LENGTHS, RIGHTS,
	WISH, WORKERS, INSTANCE_CLAIM, INSTANCE_LEAVE, INSTANCES, INSTANCES_LIVING;

	/** What a server says of a command in a script, and does not say of which. */
	private static final String UNNAMED = "The user executing the script can't run";

	private final byte[] text;

	private final String digest;

	private final byte[] digestBytes;

	private final Set<String> commands;

	Script() {
		ScriptText script = ScriptText.of(name().toLowerCase(Locale.ROOT).replace('_', '-'));
		this.text = bytes(script.whole());
		this.commands = script.commands();
		this.digest = Base16.digest(this.text);
		this.digestBytes = bytes(this.digest);
	}

	/** The commands that the script calls, as rights name them. */
	public Set<String> commands() {
		return this.commands;
	}

	/**
	 * Runs the script by its digest, and sends its text where the server does not know
	 * it.
	 * @param <T> the reply
	 * @param commands the connection
	 * @param type the shape of the reply
	 * @param keys the keys, all in one slot
	 * @param arguments the arguments
	 * @return the reply
	 */
	public <T> CompletionStage<T> run(RedisClusterAsyncCommands<byte[], byte[]> commands, ScriptOutputType type,
			byte[][] keys, byte[]... arguments) {
		return orWithText(commands, keys, commands.evalsha(this.digest, type, keys, arguments),
				() -> commands.eval(this.text, type, keys, arguments));
	}

	/**
	 * Runs the script as
	 * {@link #run(RedisClusterAsyncCommands, ScriptOutputType, byte[][], byte[][])} does.
	 * @param <T> the reply
	 * @param commands the connection
	 * @param output makes the reader of the reply
	 * @param keys the keys, all in one slot
	 * @param arguments the arguments
	 * @return the reply
	 */
	public <T> CompletionStage<T> run(RedisClusterAsyncCommands<byte[], byte[]> commands,
			Supplier<CommandOutput<byte[], byte[], T>> output, byte[][] keys, byte[]... arguments) {
		return orWithText(commands, keys,
				commands.dispatch(CommandType.EVALSHA, output.get(), call(this.digestBytes, keys, arguments)),
				() -> commands.dispatch(CommandType.EVAL, output.get(), call(this.text, keys, arguments)));
	}

	/**
	 * Sends the script itself, where no second try is possible: within a transaction.
	 * @param <T> the reply
	 * @param commands the connection
	 * @param type the shape of the reply
	 * @param keys the keys, all in one slot
	 * @param arguments the arguments
	 * @return the reply
	 */
	public <T> CompletionStage<T> runWithText(RedisClusterAsyncCommands<byte[], byte[]> commands, ScriptOutputType type,
			byte[][] keys, byte[]... arguments) {
		return commands.eval(this.text, type, keys, arguments);
	}

	private static CommandArgs<byte[], byte[]> call(byte[] script, byte[][] keys, byte[]... arguments) {
		return new CommandArgs<>(ByteArrayCodec.INSTANCE).add(script)
			.add(keys.length)
			.addKeys(keys)
			.addValues(arguments);
	}

	private <T> CompletionStage<T> orWithText(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[][] keys,
			CompletionStage<T> first, Supplier<CompletionStage<T>> second) {
		CompletableFuture<T> result = new CompletableFuture<>();
		first.whenComplete((reply, failure) -> {
			if (failure == null) {
				result.complete(reply);
			}
			else if (Exceptions.unwrap(failure) instanceof RedisNoScriptException) {
				second.get().whenComplete((late, refusal) -> {
					if (refusal == null) {
						result.complete(late);
					}
					else {
						fail(result, commands, keys, refusal);
					}
				});
			}
			else {
				fail(result, commands, keys, failure);
			}
		});
		return result;
	}

	/** Fails the result, with the name of the command where one was refused. */
	private void fail(CompletableFuture<?> result, RedisClusterAsyncCommands<byte[], byte[]> connection, byte[][] keys,
			Throwable failure) {
		if (this == RIGHTS || !String.valueOf(Exceptions.unwrap(failure).getMessage()).contains(UNNAMED)) {
			result.completeExceptionally(failure);
			return;
		}
		String key = (keys.length > 0) ? new String(keys[keys.length - 1], StandardCharsets.UTF_8) : "";
		List<Call> calls = this.commands.stream().map((name) -> Call.on(name, key)).toList();
		Replies.ask(() -> Rights.of(connection, calls))
			.whenComplete((rights, unknown) -> result.completeExceptionally(
					(rights != null && !rights.refused().isEmpty()) ? rights.refusal() : oneOf(failure)));
	}

	/** Where the server cannot be asked it is one of those that the script calls. */
	private RedisCommandExecutionException oneOf(Throwable failure) {
		return new RedisCommandExecutionException(
				"NOPERM %s: one of %s".formatted(UNNAMED, String.join(", ", new TreeSet<>(this.commands))), failure);
	}

	public static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	public static byte[] bytes(long number) {
		return Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
	}

}
