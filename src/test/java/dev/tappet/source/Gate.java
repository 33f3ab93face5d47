package dev.tappet.source;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds handlers up until it is opened.
 */
final class Gate {

	private final CountDownLatch opened = new CountDownLatch(1);

	private final AtomicInteger arrived = new AtomicInteger();

	/** Waits for the gate, in a handler. */
	void pass() throws InterruptedException {
		this.arrived.incrementAndGet();
		assertThat(this.opened.await(30, TimeUnit.SECONDS)).isTrue();
	}

	/** Waits until so many handlers have come, in a test. */
	void awaitArrivals(int handlers) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> assertThat(this.arrived).hasValue(handlers));
	}

	void open() {
		this.opened.countDown();
	}

}
