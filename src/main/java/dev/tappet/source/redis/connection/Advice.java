package dev.tappet.source.redis.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once of what in the setting of a server may cost messages. A server that may not
 * be asked is passed over.
 */
public final class Advice {

	private static final Logger logger = LoggerFactory.getLogger(Advice.class);

	private final Set<String> given = ConcurrentHashMap.newKeySet();

	private volatile boolean readsKeys;

	private volatile boolean keepsMessages;

	/**
	 * Streams or lists are read there.
	 * @param keepsMessages whether their messages stay there until they are handled
	 */
	public void reads(boolean keepsMessages) {
		this.readsKeys = true;
		if (keepsMessages) {
			this.keepsMessages = true;
		}
	}

	/** Asks a server that was connected to, and waits for nothing. */
	void ask(String place, RedisClusterAsyncCommands<byte[], byte[]> commands) {
		if (this.readsKeys) {
			Replies.ask(() -> ServerFacts.of(commands)).whenComplete((facts, failure) -> {
				if (facts != null) {
					logger.debug("{} is {}", place, facts);
					facts.risks(this.keepsMessages).forEach((risk) -> {
						if (this.given.add(place + " " + risk.text())) {
							logger.warn("{}: {}. Remedy: {}", place, risk.text(), risk.remedy());
						}
					});
				}
			});
		}
	}

}
