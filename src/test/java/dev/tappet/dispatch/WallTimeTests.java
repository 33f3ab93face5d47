package dev.tappet.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WallTimeTests {

	private long nanos = -5_000_000;

	private long millis = 1_000;

	private final AtomicInteger asked = new AtomicInteger();

	private final WallTime time = new WallTime(new Clock() {

		@Override
		public long millis() {
			WallTimeTests.this.asked.incrementAndGet();
			return WallTimeTests.this.millis;
		}

		@Override
		public Instant instant() {
			return Instant.ofEpochMilli(millis());
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}, () -> this.nanos);

	@Test
	void goesOnWithTheNanosecondsBetweenTwoLooksAtTheClock() {
		assertThat(millisAfter(0)).isEqualTo(1_000);
		assertThat(millisAfter(9)).isEqualTo(1_009);
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void knowsATimeFromBeforeTheLastLook() {
		this.nanos = 20_000_000;
		this.millis = 1_025;
		assertThat(this.time.millisAt(this.nanos)).isEqualTo(1_025);
		assertThat(this.time.millisAt(this.nanos - 1_500_000)).isEqualTo(1_023);
	}

	@Test
	void followsAClockThatIsPutRight() {
		this.millis = 500_000;
		assertThat(millisAfter(11)).isEqualTo(500_000);
		assertThat(this.asked).hasValue(2);
	}

	private long millisAfter(long after) {
		this.nanos = -5_000_000 + TimeUnit.MILLISECONDS.toNanos(after);
		return this.time.millisAt(this.nanos);
	}

}
