package dev.tappet.source.azurequeue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Goes on by itself, and can be moved forward.
 */
final class StubClock extends Clock {

	private final AtomicLong ahead = new AtomicLong();

	void advance(Duration time) {
		this.ahead.addAndGet(time.toMillis());
	}

	@Override
	public Instant instant() {
		return Instant.ofEpochMilli(System.currentTimeMillis() + this.ahead.get());
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
