package dev.tappet.source.kafka.commit;

import dev.tappet.source.kafka.commit.Snapshot.Counts;

/**
 * Counts what was decided since the last commit.
 */
final class Tally {

	private int completed;

	private int retried;

	private int takenOver;

	void completed() {
		this.completed++;
	}

	void retried() {
		this.retried++;
	}

	void takenOver() {
		this.takenOver++;
	}

	/** What goes with a commit that is made now. */
	Counts take() {
		Counts counts = new Counts(this.completed, this.retried, this.takenOver);
		this.completed = 0;
		this.retried = 0;
		this.takenOver = 0;
		return counts;
	}

	/** The commit was refused. */
	void giveBack(Counts counts) {
		this.completed += counts.completed();
		this.retried += counts.retried();
		this.takenOver += counts.takenOver();
	}

}
