package dev.tappet.source.redis.poll;

import java.util.Objects;

import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
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

	private final String type;

	private final String key;

	private final RedisServer server;

	private final Runnable changed;

	private boolean starting = true;

	private @Nullable Throwable lastFailure;

	private @Nullable String trouble;

	private @Nullable String settlingTrouble;

	/**
	 * Makes the condition of a key.
	 * @param trigger the trigger's name
	 * @param type the trigger's type
	 * @param key the stream or list
	 * @param server where the key is
	 * @param changed called after each change
	 */
	KeyCondition(String trigger, String type, String key, RedisServer server, Runnable changed) {
		this.trigger = trigger;
		this.type = type;
		this.key = key;
		this.server = server;
		this.changed = changed;
	}

	/** Whether it is not known yet if the key can be worked on. */
	boolean starting() {
		return this.starting;
	}

	/** Why the key cannot be worked on, or null while it can. */
	@Nullable String trouble() {
		return (this.trouble != null) ? this.trouble : this.settlingTrouble;
	}

	/** The key was read. */
	void reads() {
		this.lastFailure = null;
		if (this.trouble != null || this.starting) {
			logger.info("Trigger '{}' reads '{}' on {}", this.trigger, this.key, this.server.place());
			this.trouble = null;
			this.starting = false;
			this.changed.run();
		}
	}

	/** The key could not be read. */
	void fails(Throwable failure) {
		if (Failures.isNews(failure, this.lastFailure)) {
			String reason = explain(failure);
			logger.warn("Trigger '{}' is failing: {}", this.trigger, reason);
			logger.debug("The failure of trigger '{}'", this.trigger, failure);
			this.lastFailure = failure;
			this.trouble = reason;
			this.starting = false;
			this.changed.run();
		}
	}

	/** The server refuses to settle some messages, or does so no more. */
	void settles(@Nullable Throwable refusal) {
		String reason = (refusal != null) ? explain(refusal) : null;
		if (Objects.equals(reason, this.settlingTrouble)) {
			return;
		}
		if (reason != null) {
			logger.warn("Trigger '{}' cannot settle all its messages, which are kept: {}", this.trigger, reason);
		}
		else {
			logger.info("Trigger '{}' settles all its messages of '{}' again", this.trigger, this.key);
		}
		this.settlingTrouble = reason;
		this.changed.run();
	}

	private String explain(Throwable failure) {
		return Failures.explain(failure, this.type, this.key, this.server.place());
	}

}
