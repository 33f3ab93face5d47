package dev.tappet.source.redis.poll;

import java.time.Duration;

import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.LeaseLostException;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.Settler;
import dev.tappet.source.redis.poll.Recovery.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a failure at one key, and what shows that it is over.
 */
final class KeyTrouble {

	private static final Logger logger = LoggerFactory.getLogger(KeyTrouble.class);

	/** How long it may take to find a key that is elsewhere before that is a failure. */
	private static final long UNTIL_FOLLOWED = Duration.ofSeconds(2).toNanos();

	private final RedisServer server;

	private final Ledger ledger;

	private final Settler settler;

	private final KeySchedule schedule;

	private final KeyCondition condition;

	private final String trigger;

	/** Whether another server had the key when it was asked for last. */
	private boolean moved;

	private long movedAt;

	KeyTrouble(RedisServer server, Ledger ledger, Settler settler, KeySchedule schedule, KeyCondition condition,
			String trigger) {
		this.server = server;
		this.ledger = ledger;
		this.settler = settler;
		this.schedule = schedule;
		this.condition = condition;
		this.trigger = trigger;
	}

	/** A step has failed, and the key begins anew. */
	void failed(Throwable failure, Step step, long now) {
		this.schedule.failed(telling(step), Failures.answered(failure), now);
		if (failure instanceof LeaseLostException) {
			logger.warn("Trigger '{}': {}; what it still holds is theirs", this.trigger, failure.getMessage());
			this.ledger.renewToken();
			this.settler.forgetLost();
			this.settler.retry();
			return;
		}
		if (Failures.readOnly(failure)) {
			// The primary may be elsewhere by now: look it up again.
			this.server.giveUp();
		}
		if (Failures.elsewhere(failure)) {
			this.server.lookSoon();
		}
		if (!isFollowed(failure, now)) {
			this.condition.fails(failure);
		}
	}

	/** Whether the key has only just gone to another server, which will be found. */
	private boolean isFollowed(Throwable failure, long now) {
		if (!this.server.clustered() || !Failures.moved(failure)) {
			return false;
		}
		if (!this.moved) {
			this.moved = true;
			this.movedAt = now;
			logger.info("'{}' of trigger '{}' is on another server than it was", this.ledger.names().source(),
					this.trigger);
		}
		return now - this.movedAt < UNTIL_FOLLOWED;
	}

	void succeeded(Step step) {
		if (telling(step) != step) {
			return;
		}
		this.moved = false;
		if (this.schedule.recovery().succeeded(step, this.condition.starting())) {
			this.condition.reads();
		}
	}

	/**
	 * A read brought messages, of whatever kind: where those of others fill all handlers
	 * there may be no other read for long.
	 */
	void brought() {
		if (this.condition.starting()) {
			this.condition.reads();
		}
	}

	/** A pulse tells nothing of a server that is not asked for it. */
	private Step telling(Step step) {
		return (step == Step.PULSE && !this.ledger.keeps()) ? Step.TAKE_NEW : step;
	}

	/** Has verdicts repeated that could not be carried out, or throws why not yet. */
	void retrySettling(long now) {
		Throwable failure = this.settler.failure();
		if (failure != null) {
			if (!(failure instanceof LeaseLostException)) {
				this.settler.retry();
			}
			throw Failures.rethrow(failure);
		}
		Throwable refusal = this.settler.refusal();
		if (refusal == null) {
			this.schedule.recovery().settles();
			this.condition.settles(null);
		}
		else if (this.schedule.recovery().settlesAgain(now)) {
			this.settler.retryRefused();
			this.condition.settles(refusal);
		}
	}

}
