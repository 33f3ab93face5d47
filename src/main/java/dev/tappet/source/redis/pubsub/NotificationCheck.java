package dev.tappet.source.redis.pubsub;

import java.util.Map;

import dev.tappet.source.redis.connection.RedisServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the server sends the notifications that a trigger waits for, and asks it
 * to where that is allowed.
 */
final class NotificationCheck {

	private static final Logger logger = LoggerFactory.getLogger(NotificationCheck.class);

	private static final String SETTING = "notify-keyspace-events";

	private final RedisServer server;

	private final SubscriberSettings settings;

	NotificationCheck(RedisServer server, SubscriberSettings settings) {
		this.server = server;
		this.settings = settings;
	}

	void run() throws InterruptedException {
		Subscription subscription = this.settings.subscription();
		String needed = NotificationFlags.needed(subscription.name(), subscription.pattern());
		try {
			Map<String, String> present = this.server.await(this.server.commands().configGet(SETTING));
			String flags = present.getOrDefault(SETTING, "");
			String missing = NotificationFlags.missing(needed, flags);
			if (missing.isEmpty()) {
				return;
			}
			if (this.settings.configureNotifications()) {
				this.server.await(this.server.commands().configSet(SETTING, flags + missing));
				logger.info("Trigger '{}' added the flags '{}' to {} on {}", this.settings.trigger(), missing, SETTING,
						this.server.place());
			}
			else {
				logger.warn("Trigger '{}' does not hear all events that it may need, or none: {} on {} lacks the flags "
						+ "'{}'. Run CONFIG SET {} {}, or set " + "'configure-notifications: true' on the trigger",
						this.settings.trigger(), SETTING, this.server.place(), missing, SETTING, flags + missing);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Trigger '{}' may not fire: {} on {} could not be read or set ({}). It needs the flags '{}'",
					this.settings.trigger(), SETTING, this.server.place(), ex.getMessage(), needed);
		}
	}

}
