package dev.tappet.handler;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a batch handler that failed in part: only the messages at these positions are
 * retried, the others are done.
 */
public class BatchFailure extends RuntimeException {

	private final Set<Integer> positions;

	/**
	 * Fails a part of a batch.
	 * @param positions positions in the handler's list, counted from 0
	 * @param cause what went wrong
	 */
	public BatchFailure(Collection<Integer> positions, @Nullable Throwable cause) {
		super("failed at positions " + new TreeSet<>(positions), cause);
		this.positions = Set.copyOf(positions);
	}

	/**
	 * The positions that failed.
	 * @return positions in the handler's list, counted from 0
	 */
	public Set<Integer> positions() {
		return this.positions;
	}

}
