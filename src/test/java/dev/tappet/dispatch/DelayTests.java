package dev.tappet.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Order;
import dev.tappet.source.Verdict;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class DelayTests {

	private static final Instant WRITTEN = Instant.ofEpochMilli(1_000_000);

	private final Queue<Long> delays = new ConcurrentLinkedQueue<>();

	private final CountDownLatch settled = new CountDownLatch(4);

	@Test
	void countsFirstAttemptsThatAreNoReplays() throws InterruptedException {
		Clock clock = Clock.fixed(WRITTEN.plusMillis(1234), ZoneOffset.UTC);
		Dispatcher dispatcher = new Dispatcher(Messages.trigger("orders", null, Messages.stream()), Order.WHOLE,
				new BoundHandler("orders", false, (source, message) -> "x", (payload, context) -> {
				}), new Delays(), new Dispatcher.Surroundings("worker-a", clock, new AloneGate()));
		dispatcher.start(Flux
			.<Delivery>fromIterable(
					List.of(new Given(1, true), new Given(2, true), new Given(2, false), new Given(1, false)))
			.concatWith(Flux.never()));
		this.settled.await();
		// The time that has passed since the dispatcher was made comes on top.
		assertThat(this.delays).singleElement(InstanceOfAssertFactories.LONG)
			.isBetween(1234L, Duration.ofMinutes(1).toMillis());
	}

	private final class Delays implements InvocationListener {

		@Override
		public void succeeded(long nanos) {
			// Told by the delivery.
		}

		@Override
		public void failed(long nanos) {
			// Told by the delivery.
		}

		@Override
		public void delayed(long millis) {
			DelayTests.this.delays.add(millis);
		}

	}

	private final class Given implements Delivery, Message.Body {

		private final int attempt;

		private final boolean replay;

		Given(int attempt, boolean replay) {
			this.attempt = attempt;
			this.replay = replay;
		}

		@Override
		public String source() {
			return "orders";
		}

		@Override
		public int attempt() {
			return this.attempt;
		}

		@Override
		public boolean replay() {
			return this.replay;
		}

		@Override
		public int size() {
			return 1;
		}

		@Override
		public Message message(int position) {
			return this;
		}

		@Override
		public void settle(int position, Verdict verdict) {
			DelayTests.this.settled.countDown();
		}

		@Override
		public String id() {
			return "1000000-0";
		}

		@Override
		public Instant timestamp() {
			return WRITTEN;
		}

		@Override
		public byte[] body() {
			return new byte[0];
		}

	}

}
