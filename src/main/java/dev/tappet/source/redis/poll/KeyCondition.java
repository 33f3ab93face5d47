package dev.tappet.source.redis.poll;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import dev.tappet.source.SourceStatus;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Subject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How it stands with one key: whether it can be read, and whether all that was taken from
 * it can be settled. Tells of each change once.
 */
final class KeyCondition {

	private static final Logger logger = LoggerFactory.getLogger(KeyCondition.class);

	private final String trigger;

	private final Subject.Key key;

	private final Supplier<String> place;

	private boolean starting = true;

	private @Nullable Throwable lastFailure;

	private @Nullable String trouble;

	private @Nullable String settlingTrouble;

	private boolean changed;

	/**
	 * Makes the condition of a key.
	 * @param trigger the trigger's name
	 * @param key the stream or list
	 * @param place says where the key is
	 */
	KeyCondition(String trigger, Subject.Key key, Supplier<String> place) {
		this.trigger = trigger;
		this.key = key;
		this.place = place;
	}

	/** Whether it is not known yet if the key can be worked on. */
	boolean starting() {
		return this.starting;
	}

	/** Why the key cannot be worked on, or null while it can. */
	@Nullable String trouble() {
		return (this.trouble != null) ? this.trouble : this.settlingTrouble;
	}

	/** Whether it is another condition than at the last call. */
	boolean noticesChange() {
		boolean noticed = this.changed;
		this.changed = false;
		return noticed;
	}

	/**
	 * How it stands with a trigger.
	 * @param keys the conditions of all its keys
	 * @param now the time
	 * @return the status, or null while it is not known of a key
	 */
	static @Nullable SourceStatus together(List<KeyCondition> keys, Instant now) {
		List<String> troubles = new ArrayList<>();
		for (KeyCondition key : keys) {
			String trouble = key.trouble();
			if (trouble != null) {
				troubles.add(trouble);
			}
			else if (key.starting) {
				return null;
			}
		}
		return troubles.isEmpty() ? SourceStatus.reading(now) : SourceStatus.failing(String.join("; ", troubles), now);
	}

	/** The key was read. */
	void reads() {
		this.lastFailure = null;
		if (this.trouble != null || this.starting) {
			logger.info("Trigger '{}' reads '{}' on {}", this.trigger, this.key.name(), this.place.get());
			this.trouble = null;
			this.starting = false;
			this.changed = true;
		}
	}

	/** The key could not be read. */
	void fails(Throwable failure) {
		if (Failures.isNews(failure, this.lastFailure)) {
			String reason = explain(failure);
			logger.warn("Trigger '{}' is failing: {}", this.trigger,
					reason.equals(this.settlingTrouble) ? "it cannot read either, for the same reason" : reason);
			logger.debug("The failure of trigger '{}'", this.trigger, failure);
			this.lastFailure = failure;
			this.trouble = reason;
			this.starting = false;
			this.changed = true;
		}
	}

	/** The server refuses to settle some messages, or does so no more. */
	void settles(@Nullable Throwable refusal) {
		String reason = (refusal != null) ? explain(refusal) : null;
		if (Objects.equals(reason, this.settlingTrouble)) {
			return;
		}
		if (reason != null) {
			logger.warn("Trigger '{}' cannot settle all its messages, which are kept: {}", this.trigger,
					reason.equals(this.trouble) ? "for the same reason" : reason);
		}
		else {
			logger.info("Trigger '{}' settles all its messages of '{}' again", this.trigger, this.key.name());
		}
		this.settlingTrouble = reason;
		this.changed = true;
	}

	private String explain(Throwable failure) {
		return Failures.explain(failure, this.key, this.place.get());
	}

}
