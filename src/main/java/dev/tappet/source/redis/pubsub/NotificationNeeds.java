package dev.tappet.source.redis.pubsub;

import java.util.Map;

import dev.tappet.source.Finding;

/**
 * The flags of a server's notifications that a subscription needs, beside those that it
 * has.
 *
 * @param place where the server is
 * @param subscription what is subscribed to
 * @param configures whether the trigger sets missing flags itself when it starts
 */
public record NotificationNeeds(String place, Subscription subscription, boolean configures) {

	/** The setting that has the flags. */
	public static final String SETTING = "notify-keyspace-events";

	private String needed() {
		return NotificationFlags.needed(this.subscription.name(), this.subscription.pattern());
	}

	/**
	 * Compares them.
	 * @param settings what CONFIG GET has answered
	 * @return what was found
	 */
	public Finding compare(Map<String, String> settings) {
		String present = settings.getOrDefault(SETTING, "");
		String missing = NotificationFlags.missing(needed(), present);
		if (missing.isEmpty()) {
			return new Finding.Fine(
					"%s on %s has the flags '%s' that are needed".formatted(SETTING, this.place, needed()));
		}
		if (this.configures) {
			return new Finding.Fine("%s on %s lacks the flags '%s', which the trigger adds when it starts"
				.formatted(SETTING, this.place, missing));
		}
		return new Finding.Missing("%s on %s lacks the flags '%s'".formatted(SETTING, this.place, missing),
				"CONFIG SET %s %s, or 'configure-notifications: true' on the trigger".formatted(SETTING,
						present + missing));
	}

	/**
	 * What is to be said where the server does not tell which it has.
	 * @param reason why not
	 * @return what was found
	 */
	public Finding unknown(String reason) {
		return new Finding.Risky("%s on %s cannot be read (%s), and must have the flags '%s'".formatted(SETTING,
				this.place, reason, needed()), "grant config|get, or look yourself");
	}

}
