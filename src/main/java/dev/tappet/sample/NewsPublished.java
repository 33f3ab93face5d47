package dev.tappet.sample;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Handles the messages on the channel {@code news}, as text.
 */
@Component("news-published")
class NewsPublished implements TriggerHandler<String> {

	private static final Logger logger = LoggerFactory.getLogger(NewsPublished.class);

	@Override
	public void handle(String news, TriggerContext context) {
		logger.info("Channel {}: {}", context.source(), news);
	}

}
