package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.Map;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Replies;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a server sends the notifications that a trigger waits for, and asks it to
 * where that is allowed.
 *
 * @param settings how the trigger listens
 * @param patience how long a reply may take
 */
record NotificationCheck(SubscriberSettings settings, Duration patience) {

	private static final Logger logger = LoggerFactory.getLogger(NotificationCheck.class);

	private static final String SETTING = "notify-keyspace-events";

	void run(RedisServerAsyncCommands<?, ?> commands, Node node) throws InterruptedException {
		Subscription subscription = this.settings.subscription();
		String needed = NotificationFlags.needed(subscription.name(), subscription.pattern());
		try {
			Map<String, String> present = Replies.await(commands.configGet(SETTING), this.patience);
			String flags = present.getOrDefault(SETTING, "");
			String missing = NotificationFlags.missing(needed, flags);
			if (missing.isEmpty()) {
				return;
			}
			if (this.settings.configureNotifications()) {
				Replies.await(commands.configSet(SETTING, flags + missing), this.patience);
				logger.info("Trigger '{}' added the flags '{}' to {} on {}", this.settings.trigger(), missing, SETTING,
						node);
			}
			else {
				logger.warn(
						"Trigger '{}' does not hear all events that it may need, or none: {} on {} lacks the flags "
								+ "'{}'. Run CONFIG SET {} {}, or set 'configure-notifications: true' on the trigger",
						this.settings.trigger(), SETTING, node, missing, SETTING, flags + missing);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Trigger '{}' may not fire: {} on {} could not be read or set ({}). It needs the flags '{}'",
					this.settings.trigger(), SETTING, node, ex.getMessage(), needed);
		}
	}

}
