package dev.tappet.source.redis.pubsub;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Subject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How it stands with one subscription: whether it hears, and for how long it did not.
 * Logs each change once. Used by the thread of the subscriptions, and asked by any.
 */
final class ChannelCondition {

	private static final Logger logger = LoggerFactory.getLogger(ChannelCondition.class);

	private final SubscriberSettings settings;

	private final Supplier<String> place;

	private final Subject subject;

	private final SourceListener listener;

	private final Clock clock;

	private volatile SourceStatus status;

	private @Nullable Throwable lastFailure;

	private boolean heardBefore;

	private long deafSince;

	/**
	 * Makes the condition of a subscription that does not stand yet.
	 * @param settings how the trigger listens
	 * @param place says where
	 * @param subject what is listened to, for failures in words
	 * @param listener told when it stands again
	 * @param clock for the times that the status shows
	 */
	ChannelCondition(SubscriberSettings settings, Supplier<String> place, Subject subject, SourceListener listener,
			Clock clock) {
		this.settings = settings;
		this.place = place;
		this.subject = subject;
		this.listener = listener;
		this.clock = clock;
		this.status = SourceStatus.starting(clock.instant());
	}

	SourceStatus status() {
		return this.status;
	}

	/** The subscription stands. */
	void hears() {
		if (this.status.up()) {
			return;
		}
		logger.info("Trigger '{}' is subscribed to '{}' on {}", this.settings.trigger(),
				this.settings.subscription().name(), this.place.get());
		this.lastFailure = null;
		this.status = SourceStatus.reading(this.clock.instant());
		if (this.heardBefore) {
			this.listener.restarted();
			logger.warn("Trigger '{}' heard nothing for {} ms; what was published meanwhile is lost",
					this.settings.trigger(), Duration.ofNanos(System.nanoTime() - this.deafSince).toMillis());
		}
		this.heardBefore = true;
	}

	/** The subscription does not stand. */
	void fails(Throwable cause) {
		if (this.status.up()) {
			this.deafSince = System.nanoTime();
		}
		if (Failures.isNews(cause, this.lastFailure)) {
			String reason = Failures.explain(cause, this.subject, this.place.get());
			logger.warn("Trigger '{}' is failing: {}", this.settings.trigger(), reason);
			this.lastFailure = cause;
			this.status = SourceStatus.failing(reason, this.clock.instant());
		}
	}

}
