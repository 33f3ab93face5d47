package dev.tappet.source.kafka.value;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Takes an answer up to a length; a longer one is a failure, and is not read to its end.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

	private final int most;

	private Flow.@Nullable Subscription subscription;

	BoundedBody(int most) {
		this.most = most;
	}

	/** An answer was longer than it may be. */
	static final class TooLongException extends IOException {

		TooLongException() {
			super("too long");
		}

	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription given) {
		this.subscription = given;
		given.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			if (buffer.remaining() > this.most - this.taken.size()) {
				if (this.subscription != null) {
					this.subscription.cancel();
				}
				this.body.completeExceptionally(new TooLongException());
				return;
			}
			byte[] bytes = new byte[buffer.remaining()];
			buffer.get(bytes);
			this.taken.writeBytes(bytes);
		}
	}

	@Override
	public void onError(Throwable thrown) {
		this.body.completeExceptionally(thrown);
	}

	@Override
	public void onComplete() {
		this.body.complete(this.taken.toByteArray());
	}

}
