package dev.tappet.source.azurequeue.poll;

import java.time.Clock;
import java.time.Duration;

import dev.tappet.support.Silent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionTests {

	private static final long START = Long.MAX_VALUE - 10;

	private final Condition condition = new Condition("orders-in", "orders", new Silent(), Clock.systemUTC());

	@Test
	void tellsOfLostReceiptsOnceAMinute() {
		assertThat(this.condition.strayed("one", START)).isTrue();
		assertThat(this.condition.strayed("two", START + Duration.ofSeconds(59).toNanos())).isFalse();
		assertThat(this.condition.strayed("three", START + Duration.ofSeconds(60).toNanos())).isTrue();
		assertThat(this.condition.strayed("four", START + Duration.ofSeconds(61).toNanos())).isFalse();
	}

}
