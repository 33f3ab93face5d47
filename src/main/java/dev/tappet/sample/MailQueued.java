package dev.tappet.sample;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Handles the elements of the list {@code mails}, as text.
 */
@Component("mail-queued")
class MailQueued implements TriggerHandler<String> {

	private static final Logger logger = LoggerFactory.getLogger(MailQueued.class);

	@Override
	public void handle(String mail, TriggerContext context) {
		logger.info("List {}: mail to {}, attempt {}", context.source(), mail, context.attempt());
	}

}
