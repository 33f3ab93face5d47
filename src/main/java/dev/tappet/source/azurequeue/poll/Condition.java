package dev.tappet.source.azurequeue.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a source is doing, as far as it has been found out: one line in the log for each
 * change.
 */
final class Condition {

	private static final Logger logger = LoggerFactory.getLogger(Condition.class);

	/**
	 * What may be wrong, the worst first.
	 */
	enum Part {

		/** Nothing can be received. */
		RECEIVING,

		/** What was done cannot be removed or put off. */
		SETTLING,

		/** Dead letters cannot be written. */
		LETTERS

	}

	private static final long STRAYS = Duration.ofMinutes(1).toNanos();

	private final String trigger;

	private final String queue;

	private final SourceListener listener;

	private final Clock clock;

	private final Map<Part, String> reasons = new EnumMap<>(Part.class);

	private boolean received;

	/** When it was last told that a receipt was lost. */
	private @Nullable Long strayedAt;

	private volatile SourceStatus status;

	Condition(String trigger, String queue, SourceListener listener, Clock clock) {
		this.trigger = trigger;
		this.queue = queue;
		this.listener = listener;
		this.clock = clock;
		this.status = SourceStatus.starting(clock.instant());
	}

	SourceStatus status() {
		return this.status;
	}

	void fails(Part part, String reason) {
		this.reasons.put(part, reason);
		update();
	}

	void works(Part part) {
		boolean first = part == Part.RECEIVING && !this.received;
		this.received |= part == Part.RECEIVING;
		if (this.reasons.remove(part) != null || first) {
			update();
		}
	}

	/** The queue was not there, and is now. */
	void made(String name) {
		logger.info("Trigger '{}' has made the queue '{}', which did not exist", this.trigger, name);
	}

	/**
	 * The receipt of a message was lost. It is told once a minute at most, for it may
	 * happen to many at once.
	 * @param id the message
	 * @param now the time of {@link System#nanoTime()}
	 * @return whether it was told
	 */
	boolean strayed(String id, long now) {
		Long before = this.strayedAt;
		if (before != null && now - before < STRAYS) {
			return false;
		}
		this.strayedAt = now;
		logger.warn("Trigger '{}' has no valid receipt of the message {} any more: an answer of the service was lost, "
				+ "or another worker has the message. It may be handled by another worker too; where it comes here "
				+ "again it is not", this.trigger, id);
		return true;
	}

	private void update() {
		String reason = this.reasons.values().stream().findFirst().orElse(null);
		if (reason != null) {
			fails(reason);
		}
		else if (this.received && !this.status.up()) {
			boolean again = !this.status.isStarting();
			this.status = SourceStatus.reading(this.clock.instant());
			logger.info("Trigger '{}' reads the queue '{}'", this.trigger, this.queue);
			if (again) {
				this.listener.restarted();
			}
		}
	}

	private void fails(String reason) {
		if (this.status.up() || this.status.isStarting() || !reason.equals(this.status.reason())) {
			this.status = SourceStatus.failing(reason, this.clock.instant());
			logger.warn("Trigger '{}' is failing: {}", this.trigger, reason);
		}
	}

}
