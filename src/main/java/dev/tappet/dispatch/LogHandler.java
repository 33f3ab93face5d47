package dev.tappet.dispatch;

import dev.tappet.handler.RedisMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in handler {@code log}: writes each message to the log, shortened and on one
 * line.
 */
public final class LogHandler implements TriggerHandler<RedisMessage> {

	private static final Logger log = LoggerFactory.getLogger(LogHandler.class);

	private static final int MAX_LENGTH = 200;

	@Override
	public void handle(RedisMessage message, TriggerContext context) {
		if (log.isInfoEnabled()) {
			log.info("Trigger {} fired by {}, message {}, attempt {}: {}", context.trigger(),
					Printable.of(message.trigger(), MAX_LENGTH), context.messageId(), context.attempt(),
					Printable.of(message.message(), MAX_LENGTH));
		}
	}

}
