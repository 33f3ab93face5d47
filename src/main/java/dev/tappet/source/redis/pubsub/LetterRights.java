package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.tappet.source.redis.connection.Call;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Rights;
import org.jspecify.annotations.Nullable;

/**
 * Asks before the first dead letter whether any may be written, and goes on asking while
 * none may.
 */
final class LetterRights {

	static final Duration AGAIN = Duration.ofSeconds(5);

	private final RedisServer server;

	private final String key;

	private final Consumer<Runnable> later;

	private final Consumer<@Nullable Throwable> news;

	private final AtomicBoolean asking = new AtomicBoolean();

	private volatile boolean refused;

	/**
	 * Makes a check that asks nothing yet.
	 * @param server where the dead letters are written
	 * @param key the stream that they are written to
	 * @param later runs something after {@link #AGAIN}
	 * @param news told of a refusal, and with {@code null} of its end
	 */
	LetterRights(RedisServer server, String key, Consumer<Runnable> later, Consumer<@Nullable Throwable> news) {
		this.server = server;
		this.key = key;
		this.later = later;
		this.news = news;
	}

	/** Asks, unless an answer is under way. */
	void ask() {
		if (this.asking.compareAndSet(false, true)) {
			askNow();
		}
	}

	private void askNow() {
		Replies.ask(this.server::connect)
			.thenCompose((session) -> Rights.require(session.commands(), List.of(Call.on("xadd", this.key))))
			.whenComplete((allowed, failure) -> {
				Throwable cause = (failure != null) ? Failures.unwrap(failure) : null;
				boolean refusal = cause != null && Failures.answered(cause);
				if (refusal || (this.refused && cause == null)) {
					this.news.accept(cause);
				}
				this.refused = refusal || (this.refused && cause != null);
				if (this.refused) {
					this.later.accept(this::askNow);
				}
				else {
					this.asking.set(false);
				}
			});
	}

}
