package dev.tappet.sample;

import java.math.BigDecimal;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Handles the entries of the stream {@code orders}: their fields are bound to a record.
 */
@Component("order-created")
class OrderCreated implements TriggerHandler<OrderCreated.Order> {

	private static final Logger logger = LoggerFactory.getLogger(OrderCreated.class);

	@Override
	public void handle(Order order, TriggerContext context) {
		logger.info("Stream {}: order {} of {} over {}, entry {}, attempt {}", context.source(), order.number(),
				order.customer(), order.total(), context.messageId(), context.attempt());
	}

	/**
	 * An order.
	 *
	 * @param number its number
	 * @param customer who ordered
	 * @param total what it costs
	 */
	record Order(String number, String customer, BigDecimal total) {
	}

}
