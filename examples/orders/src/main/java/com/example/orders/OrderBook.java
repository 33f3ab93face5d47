package com.example.orders;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * All orders by their numbers. An order that comes twice is entered once.
 */
@Component
public class OrderBook {

	private final Map<String, Order> orders = new ConcurrentHashMap<>();

	public boolean enter(Order order) {
		return this.orders.putIfAbsent(order.number(), order) == null;
	}

	public Order find(String number) {
		return this.orders.get(number);
	}

}
