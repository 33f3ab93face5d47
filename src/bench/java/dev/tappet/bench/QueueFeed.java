package dev.tappet.bench;

import java.time.Duration;

/**
 * A backlog in a queue of the stub, for whoever rests while it is laid up.
 */
final class QueueFeed implements Feed {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final BenchAzure azure;

	private final String queue;

	private final int bytes;

	QueueFeed(BenchAzure azure, String queue, int bytes) {
		this.azure = azure;
		this.queue = queue;
		this.bytes = bytes;
		// There is nothing to read yet, but a queue to read from.
		azure.stage(queue, 0, bytes);
	}

	@Override
	public void stage(int messages) {
		this.azure.stage(this.queue, messages, this.bytes);
	}

	@Override
	public void release() {
		// Whoever reads it goes on by itself.
	}

	@Override
	public long left() {
		Handled.await(() -> -this.azure.count(this.queue), 0, PATIENCE);
		return this.azure.count(this.queue);
	}

}
