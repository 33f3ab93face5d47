package dev.tappet.operate;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.LastingThreads;
import io.micrometer.core.instrument.Clock;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MeterClockTests {

	private final LastingThreads threads = new LastingThreads();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MeterClockAutoConfiguration.class, MetricsAutoConfiguration.class));

	@Test
	void followsTheTimeAndEndsWhenItIsClosed() {
		AtomicLong millis = new AtomicLong(1_000);
		InstantSource source = () -> Instant.ofEpochMilli(millis.get());
		try (MeterClock clock = new MeterClock(source.withZone(ZoneOffset.UTC), this.threads)) {
			assertThat(clock.wallTime()).isEqualTo(1_000);
			assertThat(this.threads.running()).containsExactly("tappet-clock");
			millis.set(5_000);
			await().until(() -> clock.wallTime() == 5_000);
		}
		await().until(() -> this.threads.running().isEmpty());
		assertThat(this.threads.dead()).isEmpty();
	}

	@Test
	void isTheClockOfTheMetersWhereTappetRuns() {
		this.application.withBean(LastingThreads.class)
			.run((context) -> assertThat(context.getBean(Clock.class)).isInstanceOf(MeterClock.class));
	}

	@Test
	void leavesAnApplicationItsOwnClock() {
		this.application.withBean(LastingThreads.class)
			.withBean(Clock.class, () -> Clock.SYSTEM)
			.run((context) -> assertThat(context.getBean(Clock.class)).isSameAs(Clock.SYSTEM));
	}

	@Test
	void isNotThereWhereTappetIsNot() {
		this.application.run((context) -> assertThat(context.getBean(Clock.class)).isNotInstanceOf(MeterClock.class));
	}

}
