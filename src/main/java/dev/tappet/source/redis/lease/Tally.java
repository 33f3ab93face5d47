package dev.tappet.source.redis.lease;

import java.util.List;

import dev.tappet.source.SourceListener;
import dev.tappet.source.Verdict;

/**
 * How many verdicts of each kind a step has confirmed.
 *
 * @param completed messages that are done
 * @param retried messages that were put off
 * @param released messages that were handed back
 * @param buried messages that were written to the dead letters
 */
record Tally(int completed, int retried, int released, int buried) {

	static Tally of(List<Settlement> settlements) {
		int completed = 0;
		int retried = 0;
		int released = 0;
		int buried = 0;
		for (Settlement settlement : settlements) {
			if (settlement.isConfirmed()) {
				switch (settlement.verdict) {
					case Verdict.Complete() -> completed++;
					case Verdict.RetryAfter(var delay) -> retried++;
					case Verdict.Release() -> released++;
					case Verdict.Bury bury -> buried++;
				}
			}
		}
		return new Tally(completed, retried, released, buried);
	}

	int confirmed() {
		return this.completed + this.retried + this.released + this.buried;
	}

	void tell(SourceListener listener) {
		if (this.completed > 0) {
			listener.completed(this.completed);
		}
		if (this.retried > 0) {
			listener.retried(this.retried);
		}
		if (this.buried > 0) {
			listener.deadLettered(this.buried);
		}
		if (this.released > 0) {
			listener.handedBack(this.released);
		}
	}

}
