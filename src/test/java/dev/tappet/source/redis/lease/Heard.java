package dev.tappet.source.redis.lease;

import dev.tappet.source.SourceListener;

/**
 * Counts what a listener is told.
 */
final class Heard implements SourceListener {

	int completed;

	int retried;

	int deadLettered;

	int takenOver;

	@Override
	public void completed(int messages) {
		this.completed += messages;
	}

	@Override
	public void retried(int messages) {
		this.retried += messages;
	}

	@Override
	public void deadLettered(int messages) {
		this.deadLettered += messages;
	}

	@Override
	public void dropped(int messages) {
		throw new AssertionError("nothing is dropped here");
	}

	@Override
	public void takenOver(int messages) {
		this.takenOver += messages;
	}

	@Override
	public void restarted() {
		throw new AssertionError("nothing starts here");
	}

}
