package dev.tappet.source.redis.pubsub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.lease.Lead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How it stands with one subscription: whether it hears, for how long it did not, and
 * what else keeps it from doing its work. Logs each change once. Any thread may call it.
 */
final class ChannelCondition {

	private static final Logger logger = LoggerFactory.getLogger(ChannelCondition.class);

	/** What is not answered may be over soon, and shows in the subscription too. */
	private static final long PATIENCE = Duration.ofSeconds(6).toNanos();

	/** What a subscription needs beside its own connection. */
	enum Concern {

		/** That this instance may lead, where one does. */
		LEAD("it cannot lead, as 'replicas: one' needs: "),

		/** That its dead letters can be written. */
		DEAD_LETTERS("its dead letters cannot be written and wait in memory, up to a bound: ");

		private final String prefix;

		Concern(String prefix) {
			this.prefix = prefix;
		}

	}

	/** What is wrong with a concern. */
	private static final class Trouble {

		private final long since;

		private @Nullable Throwable cause;

		private @Nullable String reason;

		Trouble(long since) {
			this.since = since;
		}

		/**
		 * Whether Redis gives it as its answer, so that it is there on any connection.
		 */
		boolean isAnswer() {
			return this.cause != null && Failures.answered(this.cause);
		}

	}

	/** Since when it may not have heard all. */
	private record Deafness(Instant since, long nanoTime) {
	}

	private final SubscriberSettings settings;

	private final Supplier<String> place;

	private final Subject subject;

	private final SourceListener listener;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final Map<Concern, Trouble> troubles = new EnumMap<>(Concern.class);

	private SourceStatus hearing;

	private volatile SourceStatus status;

	private @Nullable Throwable lastFailure;

	private boolean heardBefore;

	private long heardFirst;

	/** Since when it does not hear all, or null while it does. */
	private @Nullable Deafness deafness;

	/**
	 * Makes the condition of a subscription that does not stand yet.
	 * @param settings how the trigger listens
	 * @param place says where
	 * @param subject what is listened to, for failures in words
	 * @param listener told when it stands again
	 * @param clock for the times that the status shows
	 * @param nanoTime the time, for durations
	 */
	ChannelCondition(SubscriberSettings settings, Supplier<String> place, Subject subject, SourceListener listener,
			Clock clock, LongSupplier nanoTime) {
		this.settings = settings;
		this.place = place;
		this.subject = subject;
		this.listener = listener;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.hearing = SourceStatus.starting(clock.instant());
		this.status = this.hearing;
	}

	SourceStatus status() {
		return this.status;
	}

	/** Whether the subscription stands. */
	synchronized boolean isHearing() {
		return this.hearing.up();
	}

	/** The subscription stands. */
	synchronized void hears() {
		if (!this.hearing.up()) {
			begins();
		}
		Deafness over = this.deafness;
		if (over != null) {
			this.deafness = null;
			Duration length = Duration.ofNanos(this.nanoTime.getAsLong() - over.nanoTime());
			logger.warn("Trigger '{}' heard nothing for {} ms, or not all; what was published meanwhile is lost",
					this.settings.trigger(), length.toMillis());
			this.listener.gap(this.settings.subscription().name(), over.since());
		}
	}

	private void begins() {
		logger.info("Trigger '{}' is subscribed to '{}' on {}", this.settings.trigger(),
				this.settings.subscription().name(), this.place.get());
		this.lastFailure = null;
		// What had no answer while nothing was heard may be over with it.
		this.troubles.values().removeIf((trouble) -> !trouble.isAnswer());
		this.hearing = SourceStatus.reading(this.clock.instant());
		refresh();
		if (this.heardBefore) {
			this.listener.restarted();
		}
		else {
			this.heardFirst = this.nanoTime.getAsLong();
		}
		this.heardBefore = true;
	}

	/**
	 * The subscription does not stand on all servers for a moment.
	 * @param heardUntil until when all was certainly heard: that something is wrong is
	 * found out later than it began
	 */
	synchronized void misses(long heardUntil) {
		Deafness known = this.deafness;
		boolean news = (known == null) ? this.hearing.up() : heardUntil - known.nanoTime() < 0;
		if (news) {
			long since = (heardUntil - this.heardFirst < 0) ? this.heardFirst : heardUntil;
			this.deafness = new Deafness(this.clock.instant().minusNanos(this.nanoTime.getAsLong() - since), since);
		}
	}

	/**
	 * The subscription does not stand.
	 * @param cause why
	 * @param heardUntil until when all was certainly heard
	 */
	synchronized void fails(Throwable cause, long heardUntil) {
		misses(heardUntil);
		if (Failures.isNews(cause, this.lastFailure)) {
			String reason = Failures.explain(cause, this.subject, this.place.get());
			this.lastFailure = cause;
			this.hearing = SourceStatus.failing(reason, this.clock.instant());
			refresh();
		}
	}

	/** Nothing is wrong with it any more. */
	synchronized void works(Concern concern) {
		Trouble trouble = this.troubles.remove(concern);
		if (trouble != null && trouble.reason != null) {
			refresh();
			if (this.status.up()) {
				logger.info("Trigger '{}' is failing no more", this.settings.trigger());
			}
		}
	}

	/** Something is wrong with it, once more or still. */
	synchronized void fails(Concern concern, Throwable cause) {
		Trouble trouble = this.troubles.computeIfAbsent(concern, (none) -> new Trouble(this.nanoTime.getAsLong()));
		boolean shown = Failures.answered(cause) || this.nanoTime.getAsLong() - trouble.since >= PATIENCE;
		if (shown && Failures.isNews(cause, trouble.cause)) {
			trouble.cause = cause;
			trouble.reason = concern.prefix + Failures.explain(cause, subject(concern), this.place.get());
			refresh();
		}
	}

	private Subject subject(Concern concern) {
		return switch (concern) {
			case LEAD -> new Subject.Key(RedisPubSubDefinition.TYPE, Lead.key(this.settings.trigger()),
					this.subject.deadLetters());
			case DEAD_LETTERS -> this.subject;
		};
	}

	/** Who hears nothing has no other trouble. */
	private void refresh() {
		SourceStatus before = this.status;
		String reason = reason();
		if (!this.hearing.up()) {
			this.status = this.hearing;
		}
		else if (reason == null) {
			this.status = before.up() ? before : SourceStatus.reading(this.clock.instant());
		}
		else if (!reason.equals(before.reason())) {
			this.status = SourceStatus.failing(reason, this.clock.instant());
		}
		SourceStatus now = this.status;
		if (now != before && now.state() == SourceStatus.State.FAILING) {
			logger.warn("Trigger '{}' is failing: {}", this.settings.trigger(), now.reason());
		}
	}

	private @Nullable String reason() {
		for (Trouble trouble : this.troubles.values()) {
			if (trouble.reason != null) {
				return trouble.reason;
			}
		}
		return null;
	}

}
