package dev.tappet.source.azurequeue.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import com.azure.storage.queue.QueueAsyncClient;
import com.azure.storage.queue.models.PeekedMessageItem;
import com.azure.storage.queue.models.QueueErrorCode;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueProperties;
import com.azure.storage.queue.models.QueueStorageException;
import com.azure.storage.queue.models.UpdateMessageResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One queue. Nothing blocks; what fails is told by {@link #refusal(Throwable)}.
 */
public final class StorageQueue {

	private static final Logger logger = LoggerFactory.getLogger(StorageQueue.class);

	/** By this Reactor knows who takes errors that nobody waits for any more. */
	private static final String GIVEN_UP = "reactor.onErrorDropped.local";

	/**
	 * The status by which the service says that it has made a queue, and not found it.
	 */
	private static final int CREATED = 201;

	private final String name;

	private final QueueAsyncClient client;

	private final AzureFailures failures;

	StorageQueue(String name, QueueAsyncClient client, AzureFailures failures) {
		this.name = name;
		this.client = client;
		this.failures = failures;
	}

	/**
	 * Its name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Takes messages for a while.
	 * @param most most of them, 32 at most
	 * @param lease for how long
	 * @return the messages, none where there are none
	 */
	public CompletableFuture<List<QueueMessageItem>> receive(int most, Duration lease) {
		return ask(() -> this.client.receiveMessages(most, lease).collectList());
	}

	/**
	 * Looks at the messages that come next.
	 * @param most most of them, 32 at most
	 * @return the messages, none where there are none
	 */
	public CompletableFuture<List<PeekedMessageItem>> peek(int most) {
		return ask(() -> this.client.peekMessages(most).collectList());
	}

	/**
	 * Has a message be invisible from now on.
	 * @param id the message
	 * @param receipt its newest pop receipt
	 * @param visible for how long
	 * @return its next pop receipt
	 */
	public CompletableFuture<String> update(String id, String receipt, Duration visible) {
		return ask(() -> this.client.updateMessage(id, receipt, null, visible).map(UpdateMessageResult::getPopReceipt));
	}

	/**
	 * Removes a message.
	 * @param id the message
	 * @param receipt its newest pop receipt
	 * @return true when it is removed
	 */
	public CompletableFuture<Boolean> delete(String id, String receipt) {
		return ask(() -> this.client.deleteMessage(id, receipt).thenReturn(true));
	}

	/**
	 * Writes a message.
	 * @param text its text
	 * @param lasting how long it lasts, in seconds; -1 for ever
	 * @return true when it is written
	 */
	public CompletableFuture<Boolean> send(String text, long lasting) {
		return ask(() -> this.client.sendMessageWithResponse(text, Duration.ZERO, Duration.ofSeconds(lasting))
			.thenReturn(true));
	}

	/**
	 * Makes the queue where it is not there.
	 * @return when it is there: whether this has made it
	 */
	public CompletableFuture<Boolean> create() {
		return ask(() -> this.client.createWithResponse(null)
			.map((response) -> response.getStatusCode() == CREATED)
			.onErrorResume(QueueStorageException.class,
					(failure) -> isThere(failure) ? Mono.just(false) : Mono.error(failure)));
	}

	/** One that is being deleted is in the way as well, but is not there. */
	private static boolean isThere(QueueStorageException failure) {
		return QueueErrorCode.QUEUE_ALREADY_EXISTS.equals(failure.getErrorCode());
	}

	/**
	 * Counts its messages, those that are taken included.
	 * @return the count, which the service calls approximate
	 */
	public CompletableFuture<Long> count() {
		return ask(() -> this.client.getProperties().map(QueueProperties::getApproximateMessagesCountLong));
	}

	/**
	 * What a failure means.
	 * @param failure what a stage of these has failed with
	 * @return its kind, and a sentence with the remedy and without secrets
	 */
	public Refusal refusal(Throwable failure) {
		return this.failures.refusal(failure, this.name);
	}

	/** Who waited for it was told that no answer came in time. */
	private static void givenUp(Throwable failure) {
		logger.debug("A request that was given up has failed", failure);
	}

	/** A question. */
	interface Question<T> {

		Mono<T> ask();

	}

	/** What fails before it is sent fails in the same way. */
	static <T> CompletableFuture<T> ask(Question<T> question) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		try {
			question.ask()
				.contextWrite((context) -> context.put(GIVEN_UP, (Consumer<Throwable>) StorageQueue::givenUp))
				.subscribe(answer::complete, answer::completeExceptionally,
						() -> answer.completeExceptionally(new IllegalStateException("The service answered nothing.")));
		}
		catch (RuntimeException ex) {
			answer.completeExceptionally(ex);
		}
		return answer;
	}

}
