package dev.tappet.runtime;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

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

	private final LongAdder gaps = new LongAdder();

	private final LongAdder restarts = new LongAdder();

	private final BiConsumer<String, Instant> gapNotice;

	TriggerStatistics() {
		this((source, since) -> {
		});
	}

	/**
	 * Counts nothing yet.
	 * @param gapNotice told where messages may have been missed, and since when
	 */
	TriggerStatistics(BiConsumer<String, Instant> gapNotice) {
		this.gapNotice = gapNotice;
	}

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

	@Override
	public void gap(String source, Instant since) {
		this.gaps.increment();
		this.gapNotice.accept(source, since);
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
				this.takenOver.sum(), this.restarts.sum(), this.gaps.sum());
	}

}
