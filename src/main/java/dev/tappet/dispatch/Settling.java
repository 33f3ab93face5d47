package dev.tappet.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import dev.tappet.source.Delivery;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles the messages of one trigger by how their attempts ended, whatever is thrown on
 * the way.
 */
final class Settling {

	private static final Logger logger = LoggerFactory.getLogger(Settling.class);

	/** Where nothing could be decided. */
	private static final Verdict FALLBACK = new Verdict.RetryAfter(Duration.ofSeconds(1));

	private final TriggerDefinition trigger;

	private final Clock clock;

	private final FailureLog failureLog;

	private volatile @Nullable Failure lastFailure;

	Settling(TriggerDefinition trigger, Clock clock) {
		this.trigger = trigger;
		this.clock = clock;
		this.failureLog = new FailureLog(trigger.name(), System::nanoTime);
	}

	@Nullable Failure lastFailure() {
		return this.lastFailure;
	}

	/** Hands back what no handler has begun with. */
	void handBack(Delivery delivery) {
		for (int i = 0; i < delivery.size(); i++) {
			handBack(delivery, i);
		}
	}

	void handBack(Delivery delivery, int position) {
		settle(delivery, position, Verdict.RELEASE);
	}

	void settleAll(Delivery delivery, Outcome outcome) {
		for (int i = 0; i < delivery.size(); i++) {
			settle(delivery, i, outcome);
		}
	}

	/** Settles one message by how its attempt ended; never throws. */
	void settle(Delivery delivery, int position, Outcome outcome) {
		settle(delivery, position, verdict(delivery, position, outcome));
	}

	private Verdict verdict(Delivery delivery, int position, Outcome outcome) {
		if (outcome instanceof Outcome.Succeeded) {
			return Verdict.COMPLETE;
		}
		Verdict verdict = FALLBACK;
		try {
			verdict = Decision.on(outcome, delivery.attempt(), this.trigger.retry(),
					ThreadLocalRandom.current().nextDouble());
			this.lastFailure = new Failure(this.clock.instant(), Decision.summarize(outcome),
					Decision.describe(outcome));
			this.failureLog.failed(delivery, position, outcome, verdict);
		}
		catch (Throwable ex) {
			// Whatever it is, such as a lack of memory: the message is settled all the
			// same.
			warn("a failure could not be described", ex);
		}
		return verdict;
	}

	private void settle(Delivery delivery, int position, Verdict verdict) {
		try {
			delivery.settle(position, verdict);
		}
		catch (Throwable ex) {
			// It may have been noted or not, so it is not settled again: the others of
			// the delivery and the permit are what can be saved.
			warn("the source failed to settle a message", ex);
		}
	}

	/** Tells that nothing runs for a delivery any more; never throws. */
	void ended(Delivery delivery) {
		try {
			delivery.ended();
		}
		catch (Throwable ex) {
			warn("the source was not told that a delivery has ended", ex);
		}
	}

	/** Logs what must not stop anything; never throws. */
	void warn(String what, Throwable thrown) {
		try {
			logger.warn("Trigger '{}': {}: {}", this.trigger.name(), what, Decision.describe(thrown));
		}
		catch (Throwable ex) {
			// There is no memory to say it, or the log is broken.
		}
	}

}
