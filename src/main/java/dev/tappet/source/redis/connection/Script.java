package dev.tappet.source.redis.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.internal.Exceptions;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that run on the server. Each lies beside this class under its own name,
 * with a table of its keys and arguments.
 */
// The arrays are handed to Lettuce, which only reads them, and to nobody else.
@SuppressWarnings("ImmutableEnumChecker")
public enum Script {

	PULSE, ALONE, STREAM_PREPARE, STREAM_LOOK, STREAM_TAKEOVER, STREAM_HELD, STREAM_RECLAIM, STREAM_RESTORE,
	STREAM_TAKE_DUE, STREAM_TAKE_STRICT, STREAM_ACKNOWLEDGE, STREAM_POSTPONE, STREAM_BURY, STREAM_LEAVE, STREAM_BACKLOG,
	LIST_TAKE, LIST_TAKE_DUE, LIST_FINISH, LIST_TRIM, LIST_POSTPONE, LIST_BURY, LIST_LOOK, LIST_TAKEOVER, LIST_LEAVE,
	LEAVE, LEAD, LIST_BACKLOG, REPLAY, LIST_ADOPT, REPLAY_PLACE, REPLAY_END, STREAM_COUNT;

	private final byte[] text;

	private final String digest;

	private final byte[] digestBytes;

	Script() {
		String file = name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua";
		try (InputStream in = Script.class.getResourceAsStream(file)) {
			if (in == null) {
				throw new IllegalStateException(file + " is missing");
			}
			this.text = in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.digest = Base16.digest(this.text);
		this.digestBytes = bytes(this.digest);
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
		return orWithText(commands.evalsha(this.digest, type, keys, arguments),
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
		return orWithText(commands.dispatch(CommandType.EVALSHA, output.get(), call(this.digestBytes, keys, arguments)),
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

	private static <T> CompletionStage<T> orWithText(CompletionStage<T> first, Supplier<CompletionStage<T>> second) {
		CompletableFuture<T> result = new CompletableFuture<>();
		first.whenComplete((reply, failure) -> {
			if (failure != null && Exceptions.unwrap(failure) instanceof RedisNoScriptException) {
				second.get().whenComplete((late, refusal) -> complete(result, late, refusal));
			}
			else {
				complete(result, reply, failure);
			}
		});
		return result;
	}

	private static <T> void complete(CompletableFuture<T> result, T reply, @Nullable Throwable failure) {
		if (failure != null) {
			result.completeExceptionally(failure);
		}
		else {
			result.complete(reply);
		}
	}

	public static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	public static byte[] bytes(long number) {
		return Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
	}

}
