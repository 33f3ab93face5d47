package dev.tappet.source.azurequeue.poll;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

import com.azure.storage.queue.models.PeekedMessageItem;
import dev.tappet.source.Backlog;
import dev.tappet.source.azurequeue.connection.StorageQueue;
import org.jspecify.annotations.Nullable;

/**
 * How much is to be done, by the count that the service calls approximate. Messages that
 * are leased or put off are in it, and it does not say how many those are: what other
 * workers hold counts as waiting.
 *
 * @param place the queue
 * @param held how many messages this worker holds or has put off
 * @param clock the time
 */
record QueueBacklog(Place place, IntSupplier held, Clock clock) {

	CompletionStage<@Nullable Backlog> ask() {
		return count().<@Nullable Backlog>thenApply((total) -> {
			long own = Math.min(total, this.held.getAsInt());
			return new Backlog(total - own, own);
		});
	}

	/**
	 * How old the message is that comes next. Where all are leased or put off nobody can
	 * tell.
	 */
	CompletionStage<@Nullable Duration> age() {
		return count().thenCompose((total) -> {
			if (total == 0) {
				return CompletableFuture.<@Nullable Duration>completedFuture(Duration.ZERO);
			}
			return this.place.queues().main().peek(1).<@Nullable Duration>thenApply(this::age);
		});
	}

	private @Nullable Duration age(List<PeekedMessageItem> next) {
		OffsetDateTime sent = next.isEmpty() ? null : next.getFirst().getInsertionTime();
		if (sent == null) {
			return null;
		}
		Duration age = Duration.between(sent.toInstant(), this.clock.instant());
		return age.isNegative() ? Duration.ZERO : age;
	}

	private CompletableFuture<Long> count() {
		try {
			StorageQueue queue = this.place.queues().main();
			return Answers.explained(queue, queue.count());
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
