package dev.tappet.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Order;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.TriggerDefinition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineTests {

	private static final int DELIVERIES = 1_000_000;

	private final TriggerDefinition trigger = Messages.trigger("test", null, Messages.list());

	private final AtomicInteger settled = new AtomicInteger();

	private final AtomicInteger settledAgain = new AtomicInteger();

	private final class Counted implements Delivery {

		private final AtomicInteger verdicts = new AtomicInteger();

		@Override
		public String source() {
			return "test";
		}

		@Override
		public int attempt() {
			return 1;
		}

		@Override
		public int size() {
			return 1;
		}

		@Override
		public Message message(int position) {
			return Messages.element("x");
		}

		@Override
		public void settle(int position, Verdict verdict) {
			if (this.verdicts.incrementAndGet() == 1) {
				DeadlineTests.this.settled.incrementAndGet();
			}
			else {
				DeadlineTests.this.settledAgain.incrementAndGet();
			}
		}

	}

	@Test
	void settlesEachDeliveryOnceHoweverCloseToItsDeadlineItEnds() {
		BoundHandler handler = new BoundHandler("test", false, (source, message) -> "x", (payload, context) -> {
		});
		AtomicLong ignored = new AtomicLong();
		InvocationListener listener = new InvocationListener() {

			@Override
			public void succeeded(long nanos) {
				ignored.addAndGet(nanos);
			}

			@Override
			public void failed(long nanos) {
				ignored.addAndGet(nanos);
			}

			@Override
			public void delayed(long millis) {
				ignored.addAndGet(millis);
			}

		};
		Dispatcher dispatcher = new Dispatcher(this.trigger, Order.WHOLE, handler, listener,
				new Dispatcher.Surroundings("worker-a", Clock.systemUTC(), new AloneGate()));
		long everybody = Duration.ofDays(1).toNanos();
		dispatcher.start(Flux.range(0, DELIVERIES).map((number) -> new Counted()));
		// More than one at a time, as at the end of the service.
		List<Thread> enforcing = Stream.generate(() -> Thread.ofPlatform().start(() -> {
			while (this.settled.get() < DELIVERIES) {
				dispatcher.enforceDeadline(System.nanoTime() + everybody);
				Thread.onSpinWait();
			}
		})).limit(3).toList();
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> enforcing.stream().noneMatch(Thread::isAlive));
		assertThat(this.settledAgain).hasValue(0);
	}

}
