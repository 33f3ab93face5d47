package dev.tappet.sample;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Handles the keyspace notifications of the keys {@code session:*}: the channel ends in
 * the key, and the message is what happened to it.
 */
@Component("session-changed")
class SessionChanged implements TriggerHandler<ChannelMessage> {

	private static final Logger logger = LoggerFactory.getLogger(SessionChanged.class);

	@Override
	public void handle(ChannelMessage notification, TriggerContext context) {
		String key = notification.channel().substring(notification.channel().indexOf(':') + 1);
		logger.info("Keyspace: {} on {}", notification.message(), key);
	}

}
