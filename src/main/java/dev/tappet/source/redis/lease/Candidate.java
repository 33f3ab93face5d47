package dev.tappet.source.redis.lease;

import org.jspecify.annotations.Nullable;

/**
 * Who wants to have a {@link Lead}, and what that one has to know of it. Times are those
 * of {@link System#nanoTime()}. Called by one thread.
 */
public interface Candidate {

	/**
	 * How long it is until it can lead, in ns: 0 where it can now. A leader that cannot
	 * gives the lead to another.
	 */
	long readyIn();

	/** How far it is. */
	String progress();

	/**
	 * Another leads, or nobody.
	 * @param progress how far the last leader was, or nothing where that is not known
	 * @param at when it told that
	 */
	void sees(String progress, long at);

	/**
	 * It leads, for the first time or again after its term had run out.
	 * @param progress how far the last leader was, who may have been this one, or nothing
	 * where that is not known
	 * @param at when it told that
	 */
	void leads(String progress, long at);

	/** Whether it was told that it leads, and its term has not run out since. */
	boolean inOffice();

	/** It leads no more. */
	void follows();

	/** Whether nothing is in hands of what it was given while it led. */
	boolean isIdle();

	/** A try to lead went wrong, or not. */
	void outcome(@Nullable Throwable failure);

}
