package dev.tappet.support;

import dev.tappet.source.SourceListener;

/**
 * Hears what is told and does nothing, but for what a test adds.
 */
public class Silent implements SourceListener {

	@Override
	public void completed(int messages) {
	}

	@Override
	public void retried(int messages) {
	}

	@Override
	public void deadLettered(int messages) {
	}

	@Override
	public void dropped(int messages) {
	}

	@Override
	public void takenOver(int messages) {
	}

	@Override
	public void restarted() {
	}

}
