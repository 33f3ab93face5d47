package dev.tappet.source.redis.pubsub;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once of each right that is missing what comes of it.
 */
final class MissingRights {

	private static final Logger logger = LoggerFactory.getLogger(MissingRights.class);

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * A server does not let itself be asked for its role.
	 * @param right what it refuses
	 * @param place where it is
	 * @param refusal its words
	 */
	void tell(String right, String place, Throwable refusal) {
		if (this.told.add(right)) {
			logger
				.warn("{}: events of keys may be missing or come twice for about a second when a server becomes a primary, "
						+ "or is none any more. Use Redis 7.0 or later, and grant +role +ssubscribe &tappet:role:* with ACL "
						+ "SETUSER ({})", place, refusal.getMessage());
		}
	}

}
