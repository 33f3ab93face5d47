package dev.tappet.source.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.tappet.source.Printable;
import dev.tappet.source.Wish;
import dev.tappet.source.WishStore;
import dev.tappet.source.WishesRefusedException;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.connection.Session;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;

/**
 * Keeps wishes in one hash of a Redis, by the name of the trigger. So a look is one
 * command, however many triggers there are, and each wish is one script.
 */
final class RedisWishes implements WishStore {

	/** The hash. */
	static final String KEY = "tappet:wishes";

	private static final byte[] RAW_KEY = Script.bytes(KEY);

	private final RedisServer server;

	/**
	 * Asks nothing yet.
	 * @param server the server of the hash
	 */
	RedisWishes(RedisServer server) {
		this.server = server;
	}

	@Override
	public String place() {
		return "Redis at " + this.server.redis().place();
	}

	@Override
	public CompletionStage<Map<String, Wish>> look(Collection<String> triggers) {
		List<String> names = List.copyOf(triggers);
		byte[][] fields = Replies.bytes(names.toArray(String[]::new));
		return ask((session) -> session.commands().hmget(RAW_KEY, fields)).thenApply((values) -> {
			Map<String, Wish> wishes = new LinkedHashMap<>();
			for (int i = 0; i < names.size(); i++) {
				KeyValue<byte[], byte[]> value = values.get(i);
				Wish wish = value.hasValue() ? WishText.read(Replies.text(value.getValue())) : null;
				if (wish != null) {
					wishes.put(names.get(i), wish);
				}
			}
			return wishes;
		});
	}

	@Override
	public CompletionStage<Wish> wish(String trigger, boolean paused, String by) {
		return ask((session) -> Script.WISH.<byte[]>run(session.commands(), ScriptOutputType.VALUE,
				new byte[][] { RAW_KEY }, Script.bytes(trigger), Script.bytes(WishText.state(paused)),
				Script.bytes(Printable.of(by, Printable.VALUE))))
			.thenApply((text) -> {
				Wish wish = WishText.read(Replies.text(text));
				if (wish == null) {
					throw new IllegalStateException("the script answers what cannot be read");
				}
				return wish;
			});
	}

	private <T> CompletionStage<T> ask(Function<Session, CompletionStage<T>> question) {
		Duration patience = this.server.patience();
		CompletableFuture<T> answer = Replies.ask(this.server::connect)
			.thenCompose(question)
			.toCompletableFuture()
			.copy()
			.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
		return answer.exceptionallyCompose((thrown) -> CompletableFuture.failedStage(told(Failures.unwrap(thrown))));
	}

	/** Says what a failure means, and sees that the next try may go better. */
	private Throwable told(Throwable failure) {
		if (failure instanceof TimeoutException) {
			// Nobody else may use this connection, and so nobody else may notice.
			this.server.giveUpUnanswered(this.server.current(), failure);
		}
		if (Failures.elsewhere(failure)) {
			this.server.lookSoon();
		}
		String message = String.valueOf(failure.getMessage());
		if (failure instanceof RedisCommandExecutionException
				&& (message.startsWith("NOPERM") || message.startsWith("WRONGTYPE"))) {
			return new WishesRefusedException("the hash '%s' cannot be used (%s)".formatted(KEY, message), failure);
		}
		return failure;
	}

}
