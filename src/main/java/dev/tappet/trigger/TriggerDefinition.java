package dev.tappet.trigger;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A trigger as the configuration describes it, checked and complete.
 *
 * @param name the name under {@code tappet.triggers}
 * @param handler the handler's bean name, or {@code null} for the bean that is named like
 * the trigger
 * @param connection the name of the connection to the broker, {@code default} for the one
 * that Spring Boot configures
 * @param enabled whether the trigger runs
 * @param concurrency most messages in handlers at once, in one instance
 * @param ordering whether a failing message holds up those behind it
 * @param timeout how long a handler may run
 * @param messagesPerWorker backlog that one worker should carry
 * @param retry when a failed message is tried again
 * @param source where the messages come from
 */
public record TriggerDefinition(String name, @Nullable String handler, String connection, boolean enabled,
		int concurrency, Ordering ordering, Duration timeout, int messagesPerWorker, RetryPolicy retry,
		SourceDefinition source) {

	/** The name of the connection that Spring Boot configures. */
	public static final String DEFAULT_CONNECTION = "default";

	/**
	 * The kind of source, as metrics and endpoints name it.
	 * @return the name of the source block
	 */
	public String type() {
		return this.source.type();
	}

	/**
	 * Most messages of one call of a handler that takes batches: a batch is no larger
	 * than what may be in handlers at once.
	 * @return at least 1
	 */
	public int batchSize() {
		return Math.min(this.source.count(), this.concurrency);
	}

}
