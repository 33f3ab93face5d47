package dev.tappet.source.kafka.connection;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentLookTests {

	private static final Obstacle AWAY = new Obstacle(KafkaRefusal.UNREACHABLE, "a:1", null);

	private final AtomicInteger looks = new AtomicInteger();

	private final AtomicLong nanos = new AtomicLong();

	@Test
	void servesALookToAllWhoAskSoonAfter() {
		RecentLook look = new RecentLook(this::look, this.nanos::get);
		assertThat(look.lately()).isEqualTo(AWAY);
		this.nanos.addAndGet(RecentLook.FRESH - 1);
		assertThat(look.lately()).isEqualTo(AWAY);
		assertThat(this.looks).hasValue(1);
		this.nanos.addAndGet(1);
		assertThat(look.lately()).isEqualTo(AWAY);
		assertThat(look.now()).isEqualTo(AWAY);
		assertThat(this.looks).hasValue(3);
	}

	@Test
	void letsNobodyWaitForTheLookOfAnother() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		RecentLook look = new RecentLook(() -> {
			if (this.looks.getAndIncrement() > 0) {
				begun.countDown();
				await(end);
				return null;
			}
			return AWAY;
		}, this.nanos::get);
		look.now();
		this.nanos.addAndGet(RecentLook.FRESH);
		Thread other = Thread.ofVirtual().start(look::now);
		try {
			await(begun);
			assertThat(look.lately()).isEqualTo(AWAY);
		}
		finally {
			end.countDown();
			other.join();
		}
		assertThat(look.lately()).isNull();
	}

	private Obstacle look() {
		this.looks.incrementAndGet();
		return AWAY;
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
