package dev.tappet.dispatch;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in handler {@code log}: writes each message to the log, shortened and on one
 * line.
 */
public final class LogHandler implements TriggerHandler<String> {

	private static final Logger logger = LoggerFactory.getLogger(LogHandler.class);

	@Override
	public void handle(String message, TriggerContext context) {
		if (logger.isInfoEnabled()) {
			logger.info("Trigger {} fired by {}, message {}, attempt {}: {}", context.trigger(),
					Printable.of(context.source(), Printable.PAYLOAD),
					Printable.of(context.messageId(), Printable.PAYLOAD), context.attempt(),
					Printable.of(message, Printable.PAYLOAD));
		}
	}

}
