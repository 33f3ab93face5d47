package dev.tappet.source.redis.pubsub;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.lease.DeadLetterFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * Writes the dead letters of a subscriber, each again and again until it stands: on the
 * wire the message exists no more.
 */
final class Burial {

	private static final Logger logger = LoggerFactory.getLogger(Burial.class);

	private static final Duration AGAIN = Duration.ofSeconds(1);

	private final String trigger;

	private final RedisServer server;

	private final Subject subject;

	private final Clock clock;

	private volatile @Nullable Throwable lastFailure;

	/**
	 * Makes the burial of a trigger's messages.
	 * @param trigger the trigger's name
	 * @param server where they are buried
	 * @param subject what was listened to, and the name of the dead letters
	 * @param clock for the time of each
	 */
	Burial(String trigger, RedisServer server, Subject subject, Clock clock) {
		this.trigger = trigger;
		this.server = server;
		this.subject = subject;
		this.clock = clock;
	}

	/** Buries a message, and calls back once that is done. */
	void bury(Published message, Verdict.Bury verdict, Runnable done) {
		byte[] key = Script.bytes(this.subject.deadLetters());
		CompletionStage<String> written = Replies.ask(() -> {
			List<byte[]> fields = DeadLetterFields.of(message, this.trigger, message.channel(), verdict.attempts(),
					verdict.reason(), this.clock);
			return this.server.commands().xadd(key, (Object[]) fields.toArray(byte[][]::new));
		});
		written.whenComplete((id, failure) -> {
			if (failure == null) {
				this.lastFailure = null;
				done.run();
				this.server.wakeups().changed(key);
			}
			else {
				notWritten(Failures.unwrap(failure));
				Schedulers.parallel()
					.schedule(() -> bury(message, verdict, done), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
			}
		});
	}

	private void notWritten(Throwable failure) {
		// One line, though each of many messages is tried again every second.
		if (Failures.answered(failure) && Failures.isNews(failure, this.lastFailure)) {
			this.lastFailure = failure;
			logger.warn("Trigger '{}' cannot write its dead letters, which it holds until it can: {}", this.trigger,
					Failures.explain(failure, this.subject, this.server.place()));
		}
	}

}
