package dev.tappet.runtime;

import java.util.concurrent.atomic.LongAdder;

import dev.tappet.source.SourceListener;

/**
 * Counts what a trigger's source has carried out.
 */
final class TriggerStatistics implements SourceListener {

	private final LongAdder completed = new LongAdder();

	private final LongAdder retried = new LongAdder();

	private final LongAdder deadLettered = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder takenOver = new LongAdder();

	private final LongAdder handedBack = new LongAdder();

	private final LongAdder restarts = new LongAdder();

	@Override
	public void completed(int messages) {
		this.completed.add(messages);
	}

	@Override
	public void retried(int messages) {
		this.retried.add(messages);
	}

	@Override
	public void deadLettered(int messages) {
		this.deadLettered.add(messages);
	}

	@Override
	public void dropped(int messages) {
		this.dropped.add(messages);
	}

	@Override
	public void takenOver(int messages) {
		this.takenOver.add(messages);
	}

	@Override
	public void handedBack(int messages) {
		this.handedBack.add(messages);
	}

	long handedBack() {
		return this.handedBack.sum();
	}

	@Override
	public void restarted() {
		this.restarts.increment();
	}

	TriggerCounts counts() {
		return new TriggerCounts(this.completed.sum(), this.retried.sum(), this.deadLettered.sum(), this.dropped.sum(),
				this.takenOver.sum(), this.restarts.sum());
	}

}
