package dev.tappet.source.kafka.poll;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a source is doing, as far as it has been found out: one line in the log for each
 * change. Any thread may tell what it has found.
 */
final class Condition {

	private static final Logger logger = LoggerFactory.getLogger(Condition.class);

	/**
	 * What may be wrong, the worst first.
	 */
	enum Part {

		/** There is no broker, or one that talks in another way. */
		OBSTACLE,

		/** The cluster, or a topic, cannot be reached. */
		CLUSTER,

		/** It cannot be found out where to read. */
		POSITION,

		/** Nothing can be read. */
		READING,

		/** What was done cannot be committed. */
		COMMITTING,

		/** What is needed to read a record cannot be had. */
		FORMAT,

		/** Dead letters cannot be written. */
		LETTERS

	}

	private final String trigger;

	private final String what;

	private final SourceListener listener;

	private final Clock clock;

	private final Map<Part, String> reasons = new EnumMap<>(Part.class);

	/** What will be needed and is not there, while all else is. */
	private @Nullable String lacking;

	private boolean joined;

	private volatile SourceStatus status;

	Condition(String trigger, String what, SourceListener listener, Clock clock) {
		this.trigger = trigger;
		this.what = what;
		this.listener = listener;
		this.clock = clock;
		this.status = SourceStatus.starting(clock.instant());
	}

	SourceStatus status() {
		return this.status;
	}

	/** The group has let this worker in. */
	synchronized void joined() {
		this.joined = true;
		update();
	}

	/** This worker has to join the group anew. */
	synchronized void left() {
		this.joined = false;
	}

	synchronized void fails(Part part, String reason) {
		this.reasons.put(part, reason);
		update();
	}

	synchronized void works(Part part) {
		if (this.reasons.remove(part) != null) {
			update();
		}
	}

	/**
	 * Tells what will be needed and is not there, or that nothing of that kind is.
	 */
	synchronized void lacks(@Nullable String reason) {
		if (Objects.equals(this.lacking, reason)) {
			return;
		}
		this.lacking = reason;
		if (reason != null) {
			logger.warn("Trigger '{}' runs, and will fail: {}", this.trigger, reason);
		}
		else {
			logger.info("Trigger '{}' can write dead letters", this.trigger);
		}
		if (this.status.up()) {
			this.status = this.status.missing(reason);
		}
	}

	/** Records that were not read may be gone. */
	void gap(String topic) {
		this.listener.gap(topic, this.clock.instant());
	}

	private void update() {
		String reason = this.reasons.values().stream().findFirst().orElse(null);
		if (reason != null) {
			fails(reason);
		}
		else if (this.joined && !this.status.up()) {
			boolean again = !this.status.isStarting();
			this.status = SourceStatus.reading(this.clock.instant()).missing(this.lacking);
			logger.info("Trigger '{}' reads {}", this.trigger, this.what);
			if (again) {
				this.listener.restarted();
			}
		}
	}

	private void fails(String reason) {
		@Nullable String known = this.status.reason();
		if (this.status.up() || this.status.isStarting() || !reason.equals(known)) {
			this.status = SourceStatus.failing(reason, this.clock.instant());
			logger.warn("Trigger '{}' is failing: {}", this.trigger, reason);
		}
	}

}
