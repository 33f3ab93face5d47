package dev.tappet.bench;

/**
 * A handler that waits for something else.
 */
final class Sleeping extends Handled {

	private volatile long milliseconds;

	void each(long each) {
		this.milliseconds = each;
	}

	@Override
	void accept(byte[] payload) {
		try {
			Thread.sleep(this.milliseconds);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return;
		}
		super.accept(payload);
	}

}
