package dev.tappet.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tappet.dispatch.HandFedSource.HandedOut;
import dev.tappet.dispatch.payload.PayloadBinder;
import dev.tappet.handler.BatchFailure;
import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Order;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What surrounds a handler fails: whatever throws, a message is settled once and its
 * permit comes back.
 */
class DispatcherFaultsTests {

	private static final int PERMITS = 3;

	private static final PayloadBinder TEXT = (source, message) -> "x";

	private final HandFedSource source = new HandFedSource();

	private final CountDownLatch open = new CountDownLatch(1);

	private final AtomicInteger handled = new AtomicInteger();

	private final Broken broken = new Broken();

	@AfterEach
	void letEveryHandlerEnd() {
		this.open.countDown();
		logger().detachAppender(this.broken);
	}

	@Test
	void settlesWhatFailedThoughItCannotBeLogged() {
		this.broken.start();
		logger().addAppender(this.broken);
		start(new Listener(), TEXT, (payload, context) -> {
			throw new IllegalStateException("failed");
		});
		for (int i = 0; i < PERMITS + 1; i++) {
			awaitSettled(this.source.give(1, "x"));
		}
		eventually().until(() -> this.source.demanded() == PERMITS);
	}

	@Test
	void settlesWhatSucceededThoughItCanNeitherBeCountedNorLogged() {
		this.broken.start();
		logger().addAppender(this.broken);
		start(new Listener() {

			@Override
			public void succeeded(long nanos) {
				throw new OutOfMemoryError("thrown by hand");
			}

		}, TEXT, (payload, context) -> {
		});
		for (int i = 0; i < PERMITS + 1; i++) {
			HandedOut given = this.source.give(1, "x");
			awaitSettled(given);
			assertThat(given.verdicts()).containsExactly(Verdict.COMPLETE);
		}
		eventually().until(() -> this.source.demanded() == PERMITS);
	}

	@Test
	void settlesWhatRanTooLongThoughThatCannotBeCounted() {
		Dispatcher dispatcher = start(new Listener() {

			@Override
			public void failed(long nanos) {
				throw new OutOfMemoryError("thrown by hand");
			}

		}, TEXT, (payload, context) -> {
			this.handled.incrementAndGet();
			this.open.await();
		});
		HandedOut late = this.source.give(1, "x");
		eventually().until(() -> this.handled.get() == 1);
		dispatcher.enforceDeadline(System.nanoTime() + Duration.ofHours(1).toNanos());
		assertThat(late.verdicts()).singleElement().isInstanceOf(Verdict.RetryAfter.class);
		eventually().until(() -> this.source.demanded() == PERMITS);
	}

	@Test
	void goesOnWhereALaneCouldNotBeMade() {
		AtomicInteger made = new AtomicInteger();
		SourceDefinition scarce = new Scarce(made);
		Dispatcher dispatcher = start(new TriggerDefinition("test", null, "default", true, PERMITS, Ordering.NONE,
				Duration.ofMinutes(1), 100, policy(), scarce), this.source.deliveries());
		HandedOut first = this.source.give(1, "x");
		assertThat(made.get()).isPositive();
		dispatcher.enforceDeadline(System.nanoTime());
		awaitSettled(first);
		awaitSettled(this.source.give(1, "x"));
	}

	@Test
	void settlesTheOthersOfABatchWhereTheSourceFailsToSettleOne() {
		Batch batch = new Batch(4);
		AtomicLong demanded = new AtomicLong();
		start(new TriggerDefinition("test", null, "default", true, 4 * PERMITS, Ordering.NONE, Duration.ofMinutes(1),
				100, policy(), Messages.list(4)), batch.delivered(demanded));
		eventually().until(() -> batch.verdicts.size() == 3);
		eventually().until(() -> demanded.get() == PERMITS + 1);
		assertThat(batch.verdicts).doesNotContainKey(0);
	}

	@Test
	void givesAPermitBackLaterWhereTheSourceDoesNotTakeIt() {
		AtomicLong demanded = new AtomicLong();
		AtomicInteger refusals = new AtomicInteger(1);
		Batch delivery = new Batch(1);
		Dispatcher dispatcher = start(Messages.trigger("test", null, Messages.list(1)), Flux.from((downstream) -> {
			downstream.onSubscribe(new Subscription() {

				@Override
				public void request(long deliveries) {
					if (demanded.get() > 0 && refusals.getAndDecrement() > 0) {
						throw new OutOfMemoryError("thrown by hand");
					}
					demanded.addAndGet(deliveries);
				}

				@Override
				public void cancel() {
					// The test does not stop it.
				}

			});
			downstream.onNext(delivery);
		}));
		eventually().until(() -> refusals.get() == 0);
		eventually().until(() -> {
			dispatcher.enforceDeadline(System.nanoTime());
			return demanded.get() == 17;
		});
		dispatcher.enforceDeadline(System.nanoTime());
		assertThat(demanded).hasValue(17);
	}

	@Test
	void retriesAllOfABatchWhoseFailureHasPositionsThatThrow() {
		Batch batch = new Batch(3);
		batch.failing = false;
		start(new TriggerDefinition("test", null, "default", true, 16, Ordering.NONE, Duration.ofMinutes(1), 100,
				policy(), Messages.list(4)), batch.delivered(new AtomicLong()), (payload, context) -> {
					throw new HostilePositions();
				});
		eventually().until(() -> batch.verdicts.size() == 3);
		assertThat(batch.verdicts.values())
			.allSatisfy((verdict) -> assertThat(verdict).isInstanceOf(Verdict.RetryAfter.class));
	}

	@Test
	void handsBackWhatIsStillBeingBoundAtTheEndOfTheDrain() {
		CountDownLatch binding = new CountDownLatch(1);
		Dispatcher dispatcher = start(new Listener(), (from, message) -> {
			binding.countDown();
			awaitUninterrupted(this.open);
			return "x";
		}, (payload, context) -> this.handled.incrementAndGet());
		HandedOut late = this.source.give(1, "x");
		awaitUninterrupted(binding);
		dispatcher.stop();
		assertThat(dispatcher.drain(System.nanoTime())).isZero();
		this.open.countDown();
		awaitSettled(late);
		assertThat(late.verdicts()).containsExactly(Verdict.RELEASE);
		assertThat(this.handled).hasValue(0);
	}

	/** A listener with nothing to do. */
	private static class Listener implements InvocationListener {

		@Override
		public void succeeded(long nanos) {
			// Nobody counts.
		}

		@Override
		public void failed(long nanos) {
			// Nobody counts.
		}

		@Override
		public void delayed(long millis) {
			// Nobody counts.
		}

	}

	/** A log that cannot be written to. */
	private static final class Broken extends AppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			throw new OutOfMemoryError("thrown by hand");
		}

	}

	/** What is asked for its field for the first time, and fails. */
	private record Scarce(AtomicInteger asked) implements SourceDefinition {

		@Override
		public String type() {
			return "scarce";
		}

		@Override
		public List<String> reads() {
			return List.of("x");
		}

		@Override
		public @Nullable String payloadField() {
			if (this.asked.incrementAndGet() == 1) {
				throw new OutOfMemoryError("thrown by hand");
			}
			return null;
		}

	}

	/** A batch whose first message cannot be settled. */
	private static final class Batch implements Delivery {

		private final int size;

		private final Map<Integer, Verdict> verdicts = new ConcurrentHashMap<>();

		private boolean failing = true;

		Batch(int size) {
			this.size = size;
		}

		Flux<Delivery> delivered(AtomicLong demanded) {
			Queue<Delivery> once = new ConcurrentLinkedQueue<>(List.of(this));
			return Flux.from((downstream) -> downstream.onSubscribe(new Subscription() {

				@Override
				public void request(long deliveries) {
					demanded.addAndGet(deliveries);
					Delivery next = once.poll();
					if (next != null) {
						downstream.onNext(next);
					}
				}

				@Override
				public void cancel() {
					// The test does not stop it.
				}

			}));
		}

		@Override
		public String source() {
			return "by hand";
		}

		@Override
		public int attempt() {
			return 1;
		}

		@Override
		public int size() {
			return this.size;
		}

		@Override
		public Message message(int position) {
			return Messages.element("x");
		}

		@Override
		public void settle(int position, Verdict verdict) {
			if (position == 0 && this.failing) {
				throw new OutOfMemoryError("thrown by hand");
			}
			this.verdicts.put(position, verdict);
		}

	}

	/** A failure in part that cannot be looked through. */
	private static final class HostilePositions extends BatchFailure {

		HostilePositions() {
			super(List.of(0), null);
		}

		@Override
		public Set<Integer> positions() {
			return new AbstractSet<>() {

				@Override
				public Iterator<Integer> iterator() {
					return List.of(0, 1).stream().filter(HostilePositions::isFirst).iterator();
				}

				@Override
				public int size() {
					return 2;
				}

			};
		}

		private static boolean isFirst(int position) {
			if (position > 0) {
				throw new IllegalStateException("not to be looked through");
			}
			return true;
		}

	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("dev.tappet.dispatch");
	}

	private Dispatcher start(InvocationListener listener, PayloadBinder binder, BoundHandler.Invocation invocation) {
		TriggerDefinition trigger = new TriggerDefinition("test", null, "default", true, PERMITS, Ordering.NONE,
				Duration.ofMinutes(1), 100, policy(), Messages.list(1));
		Dispatcher dispatcher = new Dispatcher(trigger, Order.WHOLE,
				new BoundHandler("test", false, binder, invocation), listener,
				new Dispatcher.Surroundings("worker-a", Clock.systemUTC(), new AloneGate()));
		dispatcher.start(this.source.deliveries());
		return dispatcher;
	}

	private static Dispatcher start(TriggerDefinition trigger, Flux<Delivery> deliveries) {
		return start(trigger, deliveries, (payload, context) -> {
		});
	}

	private static Dispatcher start(TriggerDefinition trigger, Flux<Delivery> deliveries,
			BoundHandler.Invocation invocation) {
		Dispatcher dispatcher = new Dispatcher(trigger, Order.WHOLE,
				new BoundHandler("test", trigger.source().count() > 1, TEXT, invocation), new Listener(),
				new Dispatcher.Surroundings("worker-a", Clock.systemUTC(), new AloneGate()));
		dispatcher.start(deliveries);
		return dispatcher;
	}

	private static RetryPolicy policy() {
		return new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2);
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		while (true) {
			try {
				latch.await();
				return;
			}
			catch (InterruptedException ex) {
				// It heeds nothing but the test.
			}
		}
	}

	private static void awaitSettled(HandedOut delivery) {
		eventually().until(delivery::isSettled);
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(2));
	}

}
