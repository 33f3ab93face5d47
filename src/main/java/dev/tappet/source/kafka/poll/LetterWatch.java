package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

import dev.tappet.source.kafka.letter.LetterTopic;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Says before there is a dead letter that none could be written. It asks until it has
 * seen once that all is well, and never again.
 */
final class LetterWatch {

	private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

	private final List<Topic> topics;

	private final Function<Throwable, String> explain;

	private final Condition condition;

	private final LongSupplier ticker;

	private final AtomicBoolean looking = new AtomicBoolean();

	private volatile boolean fine;

	private boolean looked;

	private long lookedAt;

	/**
	 * A topic for dead letters.
	 *
	 * @param name its name
	 * @param look throws what stands in the way of a dead letter
	 */
	record Topic(String name, Look look) {

		static Topic of(LetterTopic topic) {
			return new Topic(topic.name(), topic::look);
		}

	}

	/** A question that changes nothing. */
	@FunctionalInterface
	interface Look {

		boolean look() throws ExecutionException, TimeoutException, InterruptedException;

	}

	LetterWatch(List<Topic> topics, Function<Throwable, String> explain, Condition condition, LongSupplier ticker) {
		this.topics = topics;
		this.explain = explain;
		this.condition = condition;
		this.ticker = ticker;
	}

	/** Looks, where that is due. Waits for the cluster. */
	void look() {
		if (!this.fine && this.looking.compareAndSet(false, true)) {
			try {
				if (!this.looked || this.ticker.getAsLong() - this.lookedAt >= INTERVAL) {
					this.looked = true;
					this.lookedAt = this.ticker.getAsLong();
					this.fine = this.topics.stream().allMatch(this::isFine);
				}
				if (this.fine) {
					this.condition.lacks(null);
				}
			}
			finally {
				this.looking.set(false);
			}
		}
	}

	/** What cannot be told at the moment is asked again. */
	private boolean isFine(Topic topic) {
		try {
			topic.look().look();
			return true;
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			if (!(cause instanceof RetriableException)) {
				this.condition.lacks("No dead letter could be written to the topic '%s': %s".formatted(topic.name(),
						this.explain.apply(cause)));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException | RuntimeException ex) {
			// Whether the cluster can be reached others tell.
		}
		return false;
	}

}
