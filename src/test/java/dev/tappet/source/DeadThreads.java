package dev.tappet.source;

/** Lasting threads that did not last. */
public final class DeadThreads {

	private DeadThreads() {
	}

	/** One thread that has died. */
	public static LastingThreads named(String name) throws InterruptedException {
		LastingThreads threads = new LastingThreads((nanos) -> {
			throw new OutOfMemoryError("thrown by hand");
		});
		threads.start(Thread.ofVirtual().name(name), () -> {
			throw new IllegalStateException("failed");
		}).join();
		return threads;
	}

}
