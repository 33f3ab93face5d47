package com.example.orders;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Enters each new order into the book.
 */
@Component
public class OrderCreated implements TriggerHandler<Order> {

	private static final Logger logger = LoggerFactory.getLogger(OrderCreated.class);

	private final OrderBook book;

	public OrderCreated(OrderBook book) {
		this.book = book;
	}

	@Override
	public void handle(Order order, TriggerContext context) {
		if (order.total().signum() < 0) {
			throw new RejectMessage("an order cannot cost less than nothing");
		}
		boolean entered = this.book.enter(order);
		logger.info("Order {} of {} {}, attempt {}", order.number(), order.customer(),
				entered ? "entered" : "was entered before", context.attempt());
	}

}
