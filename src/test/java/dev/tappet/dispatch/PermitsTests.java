package dev.tappet.dispatch;

import java.time.Clock;
import java.time.Duration;

import dev.tappet.source.Order;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.TriggerDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PermitsTests {

	private static Permits permits(Ordering ordering, Order order, int concurrency, int count, boolean batched) {
		TriggerDefinition trigger = new TriggerDefinition("test", null, "default", true, concurrency, ordering,
				Duration.ofMinutes(1), 100, new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2),
				Messages.list(count));
		return Permits.of(trigger, order, batched, new Settling(trigger, Clock.systemUTC()));
	}

	@ParameterizedTest
	@CsvSource({ "NONE, NONE, 16, 10, false, 16", "NONE, PARTS, 16, 10, false, 16", "NONE, WHOLE, 16, 10, true, 1",
			"NONE, WHOLE, 25, 10, true, 2", "NONE, WHOLE, 5, 10, true, 1", "STRICT, WHOLE, 16, 10, false, 1",
			"STRICT, WHOLE, 100, 10, true, 1", "STRICT, PARTS, 16, 10, false, 16", "STRICT, PARTS, 1, 10, false, 1" })
	void areAsManyAsMayRunAtOnceInTheOrderThatIsKept(Ordering ordering, Order order, int concurrency, int count,
			boolean batched, int expected) {
		assertThat(permits(ordering, order, concurrency, count, batched).all()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "NONE, WHOLE, 2, false", "NONE, WHOLE, 3, true", "STRICT, WHOLE, 1, true", "STRICT, PARTS, 0, false",
			"STRICT, PARTS, 1, true" })
	void areExhaustedByHandlersThatHoldUpEverythingOrAPartOfAnOrder(Ordering ordering, Order order, int overdue,
			boolean exhausted) {
		assertThat(permits(ordering, order, 3, 1, false).exhaustedBy(overdue)).isEqualTo(exhausted);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "16, 1", "127, 1", "128, 2", "2000, 31" })
	void areGivenBackSoManyAtOnceThatNobodyMissesThem(int concurrency, int portion) {
		assertThat(permits(Ordering.NONE, Order.WHOLE, concurrency, 1, false).portion()).isEqualTo(portion);
	}

}
