package dev.tappet.bench;

import java.time.Duration;
import java.util.Base64;

import com.azure.storage.queue.QueueAsyncClient;
import com.azure.storage.queue.models.QueueMessageItem;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The loop that one writes oneself with the SDK's asynchronous client: several receivers,
 * each of which takes as many messages as it may and deletes them side by side when they
 * are handled.
 */
final class QueueLoop implements Candidate {

	private static final int RECEIVERS = 4;

	private static final int MOST = 32;

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final QueueAsyncClient queue;

	private final Handled handled;

	QueueLoop(BenchAzure azure, String queue, Handled handled) {
		this.queue = azure.client().getQueueAsyncClient(queue);
		this.handled = handled;
	}

	@Override
	public long run(int messages) {
		Flux.range(0, RECEIVERS).flatMap((number) -> receiver(), RECEIVERS).then().block(PATIENCE);
		return System.nanoTime();
	}

	/** Goes on until a receive brings nothing. */
	private Mono<Void> receiver() {
		return batch().repeat().takeUntil((size) -> size == 0).then();
	}

	private Mono<Long> batch() {
		return this.queue.receiveMessages(MOST, LEASE).flatMap(this::handle, MOST).count();
	}

	private Mono<QueueMessageItem> handle(QueueMessageItem message) {
		this.handled.accept(Base64.getDecoder().decode(message.getBody().toString()));
		return this.queue.deleteMessage(message.getMessageId(), message.getPopReceipt()).thenReturn(message);
	}

}
