package com.example.orders;

import java.util.Map;

import dev.tappet.test.RunningTappet;
import dev.tappet.test.TappetTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The trigger of config/application.yml, on a Redis of its own.
 */
@TappetTest
class OrderCreatedDeliveryTests {

	@Test
	void handlesWhatIsAddedToTheStream(RunningTappet tappet) {
		tappet.add("orders", Map.of("number", "1001", "customer", "Ada", "total", "19.90"));
		tappet.awaitHandled("order-created", 1);
		tappet.awaitNothingLeft();
		assertThat(tappet.bean(OrderBook.class).find("1001").customer()).isEqualTo("Ada");
	}

	@Test
	void keepsWhatCannotBeHandled(RunningTappet tappet) {
		tappet.add("orders", Map.of("number", "1002", "customer", "Ada", "total", "-1"));
		assertThat(tappet.awaitDeadLettered("order-created", 1)).singleElement().satisfies((buried) -> {
			assertThat(buried.reason()).contains("less than nothing");
			assertThat(buried.fields()).containsEntry("number", "1002");
		});
	}

}
