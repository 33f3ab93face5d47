package com.example.orders;

import java.math.BigDecimal;
import java.util.Map;

import dev.tappet.test.TriggerOutcome;
import dev.tappet.test.TriggerTester;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The handler alone: no Redis, no service.
 */
class OrderCreatedTests {

	private final OrderBook book = new OrderBook();

	private final TriggerTester tester = TriggerTester.of(new OrderCreated(this.book)).onStream("orders");

	@Test
	void entersAnOrder() {
		Map<String, String> order = Map.of("number", "1001", "customer", "Ada", "total", "19.90");
		assertThat(this.tester.run(order)).isInstanceOf(TriggerOutcome.Completed.class);
		assertThat(this.book.find("1001")).isEqualTo(new Order("1001", "Ada", new BigDecimal("19.90")));
	}

	@Test
	void bearsToBeCalledTwice() {
		Map<String, String> order = Map.of("number", "1001", "customer", "Ada", "total", "19.90");
		this.tester.run(order);
		assertThat(this.tester.attempt(2).run(order)).isInstanceOf(TriggerOutcome.Completed.class);
	}

	@Test
	void rejectsAnOrderBelowNothing() {
		TriggerOutcome outcome = this.tester.run(Map.of("number", "1001", "customer", "Ada", "total", "-1"));
		assertThat(outcome).isInstanceOfSatisfying(TriggerOutcome.DeadLettered.class,
				(dead) -> assertThat(dead.reason()).isEqualTo("rejected: an order cannot cost less than nothing"));
	}

	@Test
	void triesAnOrderWithoutATotalAgain() {
		TriggerOutcome outcome = this.tester.run(Map.of("number", "1001"));
		assertThat(outcome).isInstanceOfSatisfying(TriggerOutcome.RetriedAfter.class,
				(retried) -> assertThat(retried.thrown()).isInstanceOf(NullPointerException.class));
	}

}
