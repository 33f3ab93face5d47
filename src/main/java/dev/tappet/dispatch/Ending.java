package dev.tappet.dispatch;

import java.util.BitSet;
import java.util.Set;

import dev.tappet.handler.BatchFailure;
import org.jspecify.annotations.Nullable;

/**
 * How a call of the handler ended for each of its messages: a pure function of what it
 * threw. An exception is the user's, so its own methods may throw; then all of the call
 * has failed.
 */
final class Ending {

	/** The handler returned. */
	static final Ending SUCCESS = new Ending(new Outcome.Succeeded(), null);

	private static final Outcome DONE = SUCCESS.outcome;

	/** Where memory does not even suffice to say how it failed. */
	private static final Outcome FAILURE = new Outcome.Failed(
			new OutOfMemoryError("there was no memory to keep what was thrown"));

	private final Outcome outcome;

	/** Who failed of a batch that failed in part, or null where all ended alike. */
	private final @Nullable BitSet failed;

	private Ending(Outcome outcome, @Nullable BitSet failed) {
		this.outcome = outcome;
		this.failed = failed;
	}

	/** How a message ended that failed, or whose whole call did. */
	static Outcome failure(Throwable thrown) {
		try {
			return new Outcome.Failed(thrown);
		}
		catch (Throwable ex) {
			return FAILURE;
		}
	}

	/**
	 * How a call ended that threw.
	 * @param thrown what it threw
	 * @param size how many messages it had
	 * @param batched whether the handler takes batches
	 * @return the ending
	 */
	static Ending of(Throwable thrown, int size, boolean batched) {
		if (thrown instanceof BatchFailure batch) {
			try {
				Throwable cause = batch.getCause();
				return new Ending(failure((cause != null) ? cause : batch),
						batched ? among(size, batch.positions()) : null);
			}
			catch (Throwable ex) {
				return new Ending(failure(thrown), null);
			}
		}
		return new Ending(failure(thrown), null);
	}

	private static @Nullable BitSet among(int size, Set<Integer> positions) {
		BitSet failed = new BitSet(size);
		for (int position : positions) {
			if (position >= 0 && position < size) {
				failed.set(position);
			}
		}
		return failed.isEmpty() ? null : failed;
	}

	/** How the message at this place of the handler's list ended. */
	Outcome of(int index) {
		return (this.failed == null || this.failed.get(index)) ? this.outcome : DONE;
	}

}
