package dev.tappet.source.redis.poll;

import dev.tappet.source.redis.connection.Session;
import dev.tappet.source.redis.lease.ReadResult;
import org.jspecify.annotations.Nullable;

/**
 * What has come for a poller's thread.
 */
sealed interface Letter {

	/** Whose it is. */
	KeyPoller key();

	/**
	 * A read that has ended: with a result, or with a failure.
	 *
	 * @param key who sent it
	 * @param read the read
	 * @param result what it brought
	 * @param failure why it brought nothing
	 */
	record Arrival(KeyPoller key, SentRead read, @Nullable ReadResult result,
			@Nullable Throwable failure) implements Letter {
	}

	/**
	 * The attempt to begin work on a new connection has ended.
	 *
	 * @param key who made it
	 * @param outcome what it has come to
	 */
	record Beginning(KeyPoller key, Approach.Outcome outcome) implements Letter {
	}

	/**
	 * Anything else that was asked and was answered or has failed.
	 *
	 * @param key who asked
	 * @param session the connection on which it was asked, and with which it is over
	 * @param step what was done
	 * @param work what to do with the answer
	 * @param failure why there is none
	 */
	record Answer(KeyPoller key, @Nullable Session session, Recovery.Step step, Work work,
			@Nullable Throwable failure) implements Letter {
	}

	/** What an answer leads to, on the poller's thread. */
	@FunctionalInterface
	interface Work {

		void run(long now);

	}

}
