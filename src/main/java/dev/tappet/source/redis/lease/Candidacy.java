package dev.tappet.source.redis.lease;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a process that does not lead knows of the one that does, and whether it may lead
 * itself, so that no two terms overlap. Times are those of {@link System#nanoTime()}.
 * Used by one thread.
 */
final class Candidacy {

	/** How long a leader's connection is gone before it loses the lead. */
	static final long GRACE = Duration.ofSeconds(1).toNanos();

	/** How long a leader believes in its term without a connection. */
	static final long WITHOUT_CONNECTION = GRACE / 2;

	/** How often a candidate looks who leads, and whether that one is still connected. */
	static final long LOOK = Duration.ofSeconds(1).toNanos();

	private @Nullable String leader;

	/** When the leader's term is over, unless it is renewed. */
	private long until;

	private boolean gone;

	private long goneSince;

	/**
	 * Another leads.
	 * @param holder what its key holds
	 * @param remaining how long it lasts
	 * @param now the time
	 */
	void sees(String holder, long remaining, long now) {
		if (!holder.equals(this.leader)) {
			this.gone = false;
		}
		this.leader = holder;
		this.until = now + remaining;
	}

	/** This process leads, so it knows of no other. */
	void leads() {
		this.leader = null;
		this.gone = false;
	}

	/**
	 * The id of the leader's connection.
	 * @return the id, or -1 where there is nothing to ask for
	 */
	long connection() {
		int before = (this.leader != null) ? this.leader.lastIndexOf(Lead.CONNECTION) : -1;
		if (this.leader == null || before < 0) {
			return -1;
		}
		try {
			return Long.parseLong(this.leader.substring(before + 1));
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	/** Whether the server still knows the leader's connection. */
	void connected(boolean there, long now) {
		if (there) {
			this.gone = false;
		}
		else if (!this.gone) {
			this.gone = true;
			this.goneSince = now;
		}
	}

	/** Whether the server cannot say if the leader's connection is still there. */
	void connectionUnknown() {
		this.gone = false;
	}

	/**
	 * Whether this process may lead where the key is missing. It may be lost, and the
	 * leader still believe in its term.
	 */
	boolean mayTake(long now) {
		return this.leader == null || now - this.until >= 0 || isGone(now);
	}

	/**
	 * Whom this process may depose.
	 * @return what the key holds then, or nothing where it may depose nobody
	 */
	String mayDepose(long now) {
		return (this.leader != null && isGone(now)) ? this.leader : "";
	}

	private boolean isGone(long now) {
		return this.gone && now - this.goneSince >= GRACE;
	}

	/** How long until something may have changed. */
	long untilNextLook(long now) {
		long wait = LOOK;
		if (this.leader != null && this.until - now > 0) {
			wait = Math.min(wait, this.until - now);
		}
		if (this.gone && this.goneSince + GRACE - now > 0) {
			wait = Math.min(wait, this.goneSince + GRACE - now);
		}
		return wait;
	}

}
