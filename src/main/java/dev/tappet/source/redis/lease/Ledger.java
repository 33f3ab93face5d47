package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Workers;
import dev.tappet.source.redis.connection.LeaseLostException;
import org.jspecify.annotations.Nullable;

/**
 * One stream or list and the server's record of what was taken from it: by whom, how
 * often, and when it is due again. Every step is safe to repeat. A step of a worker whose
 * messages were taken over changes nothing and answers {@link LeaseLostException}.
 */
public interface Ledger {

	/** How long a lease lasts after its last pulse. */
	Duration LEASE = Duration.ofSeconds(6);

	/**
	 * How long the lease of a worker that was declared dead stays barred, should it only
	 * have been frozen.
	 */
	Duration BARRED = Duration.ofDays(1);

	KeyNames names();

	/** The key that changes when a message becomes due that this worker does not know. */
	default String dueKey() {
		return names().due();
	}

	/**
	 * Makes what has to be there before the first read.
	 * @return whether the server had forgotten what was taken before
	 */
	CompletionStage<Boolean> prepare();

	/** Takes messages that nobody had. */
	CompletionStage<ReadResult> takeNew(Allowance allowance);

	/** Takes messages whose time has come. */
	CompletionStage<ReadResult> takeDue(Allowance allowance);

	/** Takes messages that nobody had, however large. */
	default CompletionStage<ReadResult> takeNew(int most) {
		return takeNew(Allowance.of(most));
	}

	/** Takes messages whose time has come, however large. */
	default CompletionStage<ReadResult> takeDue(int most) {
		return takeDue(Allowance.of(most));
	}

	/**
	 * Carries verdicts out, all on messages that were taken under the same lease. Those
	 * that the server has confirmed are marked so, also when the stage fails because of
	 * others.
	 */
	CompletionStage<?> settle(List<Settlement> settlements);

	/**
	 * Renews the lease; fails with {@link LeaseLostException} where it is another's.
	 * @param holding whether this worker holds messages of the key
	 * @return what the server has told
	 */
	CompletionStage<Pulse> pulse(boolean holding);

	/**
	 * Gives up the lease for as long as this worker neither holds nor reads anything.
	 */
	CompletionStage<Void> rest();

	/**
	 * Looks whether the key needs anybody.
	 * @param kind how to look
	 * @return what was seen, or nothing where another worker has looked just before
	 */
	CompletionStage<Optional<Look>> look(Look.Kind kind);

	/**
	 * Makes a page of what a missing worker held due now.
	 * @return how many, and whether to ask again
	 */
	CompletionStage<Page> takeOver(Missing worker);

	/**
	 * Makes due what is this worker's on the server though it does not know it: the
	 * replies that were lost, and what an earlier life of this instance left.
	 * @param known tells what this worker does know
	 * @return how many, and whether to ask again
	 */
	CompletionStage<Page> reclaim(Supplier<? extends Collection<OpenBatch>> known);

	/**
	 * Whether nothing may be under way while the ledger reclaims, or it would be taken
	 * for lost.
	 */
	default boolean reclaimsAlone() {
		return true;
	}

	/**
	 * Notes that a message runs alone in this process from now on.
	 * @param batch the batch of the message
	 * @param position its place
	 */
	default CompletionStage<Void> beginAlone(OpenBatch batch, int position) {
		return CompletableFuture.completedStage(null);
	}

	/**
	 * Enters again what this worker holds and the server has forgotten.
	 * @param known what it holds
	 */
	default CompletionStage<Void> restore(Collection<OpenBatch> known) {
		return CompletableFuture.completedStage(null);
	}

	/**
	 * Whether the server keeps what was taken until it is settled. Else a message that
	 * was completed needs no step, and a reply that comes late must not be forgotten.
	 */
	default boolean keeps() {
		return true;
	}

	/** What the lease is held by; messages that were taken under another are lost. */
	String token();

	/**
	 * Starts a new lease: what was taken under the old one is no longer this worker's.
	 */
	void renewToken();

	/** Gives up the lease, and the place in the group where nothing is pending. */
	CompletionStage<?> leave();

	CompletionStage<Backlog> backlog();

	/**
	 * How old the oldest message is that waits or is unfinished.
	 * @return the age, zero where there is none, or {@code null} where nobody knows
	 */
	default CompletionStage<@Nullable Duration> backlogAge() {
		return CompletableFuture.completedStage(null);
	}

	/**
	 * Who works on the key, and how much each holds.
	 * @return the workers, or {@code null} where nobody knows
	 */
	default CompletionStage<@Nullable Workers> workers() {
		return CompletableFuture.completedStage(null);
	}

	DeadLetters deadLetters();

	/**
	 * What the server tells when the lease is renewed.
	 *
	 * @param dueIn how long until the next message is due in ms, or -1 while none waits
	 * @param forgotten whether it has forgotten what this worker holds
	 */
	record Pulse(long dueIn, boolean forgotten) {
	}

	/**
	 * A part of the work.
	 *
	 * @param messages how many messages became due
	 * @param more whether there may be more
	 */
	record Page(int messages, boolean more) {
	}

}
