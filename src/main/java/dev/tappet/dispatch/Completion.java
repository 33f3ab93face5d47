package dev.tappet.dispatch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/**
 * Waits for a reactive handler's publisher on the calling thread.
 */
final class Completion extends BaseSubscriber<Object> {

	private final CountDownLatch done = new CountDownLatch(1);

	private final Context context = Propagation.capture();

	private volatile @Nullable Throwable failure;

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	protected void hookOnError(Throwable failure) {
		this.failure = failure;
	}

	@Override
	protected void hookFinally(SignalType type) {
		this.done.countDown();
	}

	void await() throws Exception {
		try {
			this.done.await();
		}
		catch (InterruptedException ex) {
			cancel();
			throw ex;
		}
		switch (this.failure) {
			case null -> {
			}
			case Exception ex -> throw ex;
			case Error error -> throw error;
			case Throwable other -> throw new ExecutionException(other);
		}
	}

}
