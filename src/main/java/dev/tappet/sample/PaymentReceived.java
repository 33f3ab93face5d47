package dev.tappet.sample;

import java.math.BigDecimal;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Handles the records of the topic {@code payments}, whose values are JSON.
 */
@Component("payment-received")
class PaymentReceived implements TriggerHandler<PaymentReceived.Payment> {

	private static final Logger logger = LoggerFactory.getLogger(PaymentReceived.class);

	@Override
	public void handle(Payment payment, TriggerContext context) {
		logger.info("Topic {}: {} paid for order {}, record {}, key {}, attempt {}", context.source(), payment.amount(),
				payment.order(), context.messageId(), context.headers().get("kafka-key"), context.attempt());
	}

	/**
	 * A payment.
	 *
	 * @param order the number of the order
	 * @param amount what was paid
	 */
	record Payment(String order, BigDecimal amount) {
	}

}
