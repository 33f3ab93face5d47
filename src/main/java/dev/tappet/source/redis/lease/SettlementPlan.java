package dev.tappet.source.redis.lease;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.LeaseLostException;
import org.jspecify.annotations.Nullable;

/**
 * Decides which verdicts travel together in the next step, and what becomes of those that
 * a step did not confirm: repeated where no answer came, set aside where the server
 * refused, dropped where their lease is lost. Any thread adds; only whoever makes the
 * step asks for it and says how it ended.
 */
final class SettlementPlan {

	static final int MOST_PER_STEP = 5000;

	private final Settlements decided = new Settlements();

	/** What the last step may have carried out, or not. */
	private volatile List<Settlement> unconfirmed = List.of();

	private final List<Settlement> setAside = new ArrayList<>();

	/** What was set aside and is tried again, as many at a time as travel in a step. */
	private final Queue<Settlement> refused = new ArrayDeque<>();

	private volatile @Nullable Throwable failure;

	private volatile @Nullable Throwable refusal;

	private volatile boolean retryingRefused;

	void add(Settlement settlement) {
		this.decided.add(settlement);
	}

	/** Whether a step can be made. None is before a failure was taken note of. */
	boolean isWork() {
		return this.failure == null && (!this.decided.isEmpty() || !this.unconfirmed.isEmpty() || this.retryingRefused);
	}

	/** Whether no verdict waits for anything. */
	boolean isEmpty() {
		return this.decided.isEmpty() && this.unconfirmed.isEmpty() && this.setAside.isEmpty()
				&& this.refused.isEmpty();
	}

	/**
	 * What travels in the next step: first what is repeated, then what was decided, in
	 * order.
	 * @param token the lease that is held
	 * @return the settlements, none of them on a message that was taken under another
	 * lease
	 */
	List<Settlement> next(String token) {
		List<Settlement> step = new ArrayList<>(this.unconfirmed);
		this.unconfirmed = List.of();
		step.removeIf((settlement) -> isLost(settlement, token));
		takeRefused(step, token);
		this.decided.take(MOST_PER_STEP - step.size(), (settlement) -> {
			if (!isLost(settlement, token)) {
				step.add(settlement);
			}
		});
		if (step.isEmpty()) {
			noticeNothingRefused();
		}
		return step;
	}

	/** What is refused again is set aside again, and does not come twice. */
	private void takeRefused(List<Settlement> step, String token) {
		if (!this.retryingRefused) {
			return;
		}
		this.retryingRefused = false;
		if (this.refused.isEmpty()) {
			this.refused.addAll(this.setAside);
			this.setAside.clear();
		}
		while (step.size() < MOST_PER_STEP && !this.refused.isEmpty()) {
			Settlement each = this.refused.remove();
			if (!isLost(each, token)) {
				step.add(each);
			}
		}
		if (!this.refused.isEmpty()) {
			this.retryingRefused = true;
		}
	}

	/** Of a message that was taken under another lease nobody needs the content. */
	private static boolean isLost(Settlement settlement, String token) {
		boolean lost = !settlement.batch.token.equals(token);
		if (lost) {
			settlement.batch.free(settlement.position);
		}
		return lost;
	}

	/**
	 * A step has ended. What it left without a failure travels in the next.
	 * @param step what travelled in it
	 * @param thrown why it failed, in part or as a whole, or null
	 * @return whether there is, or is no more, a failure or a refusal
	 */
	boolean ended(List<Settlement> step, @Nullable Throwable thrown) {
		List<Settlement> left = new ArrayList<>(0);
		for (Settlement settlement : step) {
			if (!settlement.isConfirmed()) {
				settlement.repeated |= thrown != null;
				left.add(settlement);
			}
		}
		if (thrown == null) {
			this.unconfirmed = left;
			return noticeNothingRefused();
		}
		Throwable cause = Failures.unwrap(thrown);
		if (Failures.answered(cause) && !Failures.elsewhere(cause) && !(cause instanceof LeaseLostException)) {
			this.setAside.addAll(left);
			this.refusal = cause;
		}
		else {
			this.unconfirmed = left;
			this.failure = cause;
		}
		return true;
	}

	private boolean noticeNothingRefused() {
		boolean over = this.refusal != null && this.setAside.isEmpty() && this.refused.isEmpty();
		if (over) {
			this.refusal = null;
		}
		return over;
	}

	/**
	 * Why the last step got no answer, went to a server that has not got the key, or lost
	 * its lease; no other begins before.
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	void retry() {
		this.failure = null;
	}

	/** Why the server refuses what is set aside, or null where nothing is. */
	@Nullable Throwable refusal() {
		return this.refusal;
	}

	void retryRefused() {
		this.retryingRefused = true;
	}

}
