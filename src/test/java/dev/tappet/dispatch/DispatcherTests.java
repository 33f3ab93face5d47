package dev.tappet.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.tappet.dispatch.HandFedSource.HandedOut;
import dev.tappet.dispatch.payload.PayloadBinder;
import dev.tappet.handler.BatchFailure;
import dev.tappet.handler.TriggerContext;
import dev.tappet.source.Message;
import dev.tappet.source.Order;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.Verdict;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.TriggerDefinition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deliveries by hand: always more of them than there are permits.
 */
class DispatcherTests {

	private static final int PERMITS = 3;

	private static final PayloadBinder TEXT = (source, message) -> {
		String body = new String(((Message.Body) message).body(), StandardCharsets.UTF_8);
		if (body.equals("unbindable")) {
			throw new UnbindablePayloadException("no payload");
		}
		if (body.equals("error")) {
			throw new LinkageError("a class is missing");
		}
		if (body.equals("unexpected")) {
			throw new IllegalStateException("binding failed");
		}
		return body;
	};

	private static final InvocationListener NOBODY = new InvocationListener() {

		@Override
		public void succeeded(long nanos) {
			// Nobody listens.
		}

		@Override
		public void failed(long nanos) {
			// Nobody listens.
		}

		@Override
		public void delayed(long millis) {
			// Nobody listens.
		}

	};

	private final HandFedSource source = new HandFedSource();

	private final CountDownLatch open = new CountDownLatch(1);

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final Queue<Object> handled = new ConcurrentLinkedQueue<>();

	@AfterEach
	void letEveryHandlerEnd() {
		this.open.countDown();
	}

	@Test
	void wantsAsManyDeliveriesAsThereArePermits() {
		start(this::note);
		assertThat(this.source.demanded()).isEqualTo(PERMITS);
	}

	@Test
	void runsNoMoreAtOnceThanThereArePermits() {
		start(this::blockThenNote);
		List<HandedOut> given = give(4 * PERMITS, "slow");
		eventually().until(() -> this.running.get() == PERMITS);
		assertThat(this.source.demanded()).isZero();
		this.open.countDown();
		eventually().until(() -> given.stream().allMatch(HandedOut::isSettled));
		assertThat(this.most).hasValue(PERMITS);
		eventually().until(() -> this.source.demanded() == PERMITS);
	}

	@Test
	void givesManyPermitsBackAtOnceWhereFewHandlersAreAtWork() {
		Dispatcher dispatcher = start(trigger(640, Ordering.NONE, 1), this::note);
		assertThat(dispatcher.giveBack(9)).isEqualTo(9);
		assertThat(this.source.demanded()).isEqualTo(640);
		assertThat(dispatcher.giveBack(10)).isZero();
		assertThat(this.source.demanded()).isEqualTo(650);
	}

	@Test
	void givesPermitsBackAsSoonAsThereIsNothingToDo() {
		start(trigger(640, Ordering.NONE, 1), this::note);
		give(3, "quick");
		eventually().until(() -> this.handled.size() == 3 && this.source.demanded() == 640);
	}

	@Test
	void givesEachPermitBackAtOnceWhereManyHandlersAreAtWork() {
		CountDownLatch end = new CountDownLatch(1);
		start(trigger(640, Ordering.NONE, 1), (payload, context) -> {
			if (payload.equals("long")) {
				awaitUninterrupted(end);
			}
		});
		give(10, "long");
		HandedOut quick = this.source.give(1, "quick");
		eventually().until(() -> quick.isSettled() && this.source.demanded() == 630);
		give(3, "quick");
		eventually().until(() -> this.source.demanded() == 630);
		end.countDown();
		eventually().until(() -> this.source.demanded() == 640);
	}

	@ParameterizedTest
	@CsvSource({ "unbindable, Bury", "unexpected, RetryAfter", "error, RetryAfter" })
	void givesThePermitOfAMessageBackThatIsNotBound(String body, String verdict) {
		start(this::note);
		List<HandedOut> given = give(PERMITS + 1, body);
		HandedOut good = this.source.give(1, "good");
		eventually().until(() -> good.isSettled() && given.stream().allMatch(HandedOut::isSettled));
		assertThat(given).allSatisfy((each) -> assertThat(each.verdicts()).singleElement()
			.extracting((settled) -> settled.getClass().getSimpleName())
			.isEqualTo(verdict));
		eventually().until(() -> this.source.demanded() == PERMITS);
	}

	@Test
	void givesThePermitOfASpentMessageBackWithoutCallingItsHandler() {
		start(this::note);
		List<HandedOut> given = IntStream.range(0, PERMITS + 1)
			.mapToObj((number) -> this.source.give(6, "spent"))
			.toList();
		HandedOut good = this.source.give(5, "good");
		eventually().until(() -> good.isSettled() && given.stream().allMatch(HandedOut::isSettled));
		assertThat(given).allSatisfy((each) -> assertThat(each.verdicts()).singleElement()
			.isEqualTo(new Verdict.Bury("its worker was lost on each of 5 attempts, before the handler ended", 5)));
		assertThat(this.handled).containsExactly("good");
		eventually().until(() -> this.source.demanded() == PERMITS);
	}

	@Test
	void settlesEachMessageOfABatchOnceWhereTheBindingOfOneThrowsAnError() {
		start(batched(), this::note);
		HandedOut batch = this.source.give(1, "a", "unbindable", "error", "b");
		eventually().until(batch::isSettled);
		assertThat(batch.verdicts().get(0)).isSameAs(Verdict.COMPLETE);
		assertThat(batch.verdicts().get(1)).isInstanceOf(Verdict.Bury.class);
		assertThat(batch.verdicts().get(2)).isInstanceOf(Verdict.RetryAfter.class);
		assertThat(batch.verdicts().get(3)).isSameAs(Verdict.COMPLETE);
	}

	@Test
	void settlesAMessageWhoseExceptionThrowsItself() {
		start((payload, context) -> {
			throw new Hostile();
		});
		List<HandedOut> given = give(PERMITS + 1, "x");
		HandedOut last = this.source.give(5, "x");
		eventually().until(() -> last.isSettled() && given.stream().allMatch(HandedOut::isSettled));
		assertThat(given)
			.allSatisfy((each) -> assertThat(each.verdicts()).singleElement().isInstanceOf(Verdict.RetryAfter.class));
		assertThat(last.verdicts()).singleElement()
			.isInstanceOfSatisfying(Verdict.Bury.class,
					(bury) -> assertThat(bury.reason()).contains("Hostile", "its message cannot be had"));
		eventually().until(() -> this.source.demanded() == PERMITS);
	}

	@Test
	void retriesAllOfABatchWhoseFailureThrowsItself() {
		start(batched(), (payload, context) -> {
			throw new HostileBatch();
		});
		HandedOut batch = this.source.give(1, "a", "b");
		eventually().until(batch::isSettled);
		assertThat(batch.verdicts()).hasSize(2)
			.allSatisfy((verdict) -> assertThat(verdict).isInstanceOf(Verdict.RetryAfter.class));
	}

	/**
	 * An exception none of whose methods can be called.
	 */
	private static final class Hostile extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message");
		}

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("no cause");
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			throw new IllegalStateException("no trace");
		}

		@Override
		public String toString() {
			throw new IllegalStateException("no text");
		}

	}

	/**
	 * The same for a part of a batch.
	 */
	private static final class HostileBatch extends BatchFailure {

		HostileBatch() {
			super(List.of(0), null);
		}

		@Override
		public Set<Integer> positions() {
			throw new IllegalStateException("no positions");
		}

	}

	@Test
	void givesThePermitOfAHandlerBackThatThrowsAnError() {
		start((payload, context) -> {
			throw new LinkageError("broken");
		});
		List<HandedOut> given = give(PERMITS + 1, "x");
		eventually().until(() -> given.stream().allMatch(HandedOut::isSettled));
		assertThat(given)
			.allSatisfy((each) -> assertThat(each.verdicts()).singleElement().isInstanceOf(Verdict.RetryAfter.class));
		eventually().until(() -> this.source.demanded() == PERMITS);
	}

	@Test
	void leavesNoInterruptOfOneHandlerToTheNext() {
		start(strict(), (payload, context) -> {
			this.handled.add(Thread.currentThread().isInterrupted() ? "interrupted" : "not interrupted");
			Thread.currentThread().interrupt();
		});
		List<HandedOut> given = give(10, "x");
		eventually().until(() -> given.stream().allMatch(HandedOut::isSettled));
		assertThat(this.handled).hasSize(10).containsOnly("not interrupted");
	}

	@Test
	void leavesTheInterruptOfAHandlerThatRanTooLongToNoOther() {
		Dispatcher dispatcher = start(strict(), (payload, context) -> {
			if (payload.equals("long")) {
				this.running.incrementAndGet();
				awaitUninterrupted(this.open);
			}
			this.handled.add(payload + (Thread.currentThread().isInterrupted() ? " interrupted" : ""));
		});
		HandedOut late = this.source.give(1, "long");
		List<HandedOut> others = give(5, "short");
		eventually().until(() -> this.running.get() == 1);
		dispatcher.enforceDeadline(System.nanoTime() + Duration.ofHours(1).toNanos());
		assertThat(late.verdicts()).singleElement().isInstanceOf(Verdict.RetryAfter.class);
		assertThat(dispatcher.overdue()).isEqualTo(1);
		assertThat(dispatcher.exhausted()).isTrue();
		this.open.countDown();
		eventually().until(() -> others.stream().allMatch(HandedOut::isSettled));
		assertThat(this.handled).containsExactly("long interrupted", "short", "short", "short", "short", "short");
		assertThat(late.verdicts()).hasSize(1);
		assertThat(dispatcher.overdue()).isZero();
	}

	@Test
	void runsThePartsSideBySideOfASourceThatKeepsTheirOrder() {
		start(strict(), Order.PARTS, this::blockThenNote);
		assertThat(this.source.demanded()).isEqualTo(PERMITS);
		List<HandedOut> given = give(PERMITS, "x");
		eventually().until(() -> this.running.get() == PERMITS);
		this.open.countDown();
		eventually().until(() -> given.stream().allMatch(HandedOut::hasEnded));
	}

	@Test
	void runsOneHandlerAtATimeWhereThatIsWhatKeepsTheOrder() {
		start(strict(), this::blockThenNote);
		assertThat(this.source.demanded()).isEqualTo(1);
	}

	@Test
	void tellsThatADeliveryHasEndedWhenItsHandlerHasAndNotWhenItsTimeIsUp() {
		Dispatcher dispatcher = start(strict(), Order.PARTS, (payload, context) -> {
			this.running.incrementAndGet();
			awaitUninterrupted(this.open);
		});
		HandedOut late = this.source.give(1, "long");
		eventually().until(() -> this.running.get() == 1);
		dispatcher.enforceDeadline(System.nanoTime() + Duration.ofHours(1).toNanos());
		assertThat(late.verdicts()).singleElement().isInstanceOf(Verdict.RetryAfter.class);
		assertThat(late.hasEnded()).isFalse();
		assertThat(dispatcher.exhausted()).as("what comes behind it in its part is held up").isTrue();
		this.open.countDown();
		eventually().until(late::hasEnded);
		assertThat(dispatcher.exhausted()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "1, good", "1, unbindable", "1, unexpected", "6, spent" })
	void tellsThatADeliveryHasEndedHoweverItEnds(int attempt, String body) {
		start(this::note);
		eventually().until(this.source.give(attempt, body)::hasEnded);
	}

	@Test
	void tellsOfADeliveryThatNoHandlerHasBegunWithThatItHasEnded() {
		Dispatcher dispatcher = start(this::blockThenNote);
		dispatcher.stop();
		HandedOut late = this.source.giveAnyway("too late");
		eventually().until(late::hasEnded);
		assertThat(late.verdicts()).containsExactly(Verdict.RELEASE);
	}

	@Test
	void interruptsOnlyHandlersThatArePastTheirDeadline() {
		Dispatcher dispatcher = start(this::blockThenNote);
		List<HandedOut> given = give(PERMITS, "slow");
		eventually().until(() -> this.running.get() == PERMITS);
		dispatcher.enforceDeadline(System.nanoTime());
		assertThat(dispatcher.overdue()).isZero();
		this.open.countDown();
		eventually().until(() -> given.stream().allMatch(HandedOut::isSettled));
		assertThat(given).allSatisfy((each) -> assertThat(each.verdicts()).containsExactly(Verdict.COMPLETE));
	}

	@Test
	void handsBackWhatNoHandlerHasBegunWithWhenItStops() {
		Dispatcher dispatcher = start(strict(), this::blockThenNote);
		HandedOut begun = this.source.give(1, "slow");
		eventually().until(() -> this.running.get() == 1);
		dispatcher.stop();
		assertThat(this.source.isCancelled()).isTrue();
		assertThat(begun.isSettled()).isFalse();
		this.open.countDown();
		assertThat(dispatcher.drain(in(Duration.ofSeconds(10)))).isZero();
		assertThat(begun.verdicts()).containsExactly(Verdict.COMPLETE);
	}

	@Test
	void handsBackTheMessagesOfHandlersThatDoNotEndInTime() {
		Dispatcher dispatcher = start(batched(), (payload, context) -> {
			this.running.incrementAndGet();
			awaitUninterrupted(this.open);
		});
		HandedOut begun = this.source.give(1, "a", "b");
		eventually().until(() -> this.running.get() == 1);
		dispatcher.stop();
		assertThat(dispatcher.drain(System.nanoTime())).isEqualTo(2);
		assertThat(begun.verdicts()).containsExactly(Verdict.RELEASE, Verdict.RELEASE);
		this.open.countDown();
		eventually().until(() -> dispatcher.inFlight() == 0);
		assertThat(begun.verdicts()).hasSize(2);
	}

	@Test
	void handlesTheBindableMessagesOfABatchAndBuriesTheOthers() {
		start(batched(), this::note);
		HandedOut batch = this.source.give(1, "a", "unbindable", "b");
		eventually().until(batch::isSettled);
		assertThat(this.handled).containsExactly(List.of("a", "b"));
		assertThat(batch.verdicts()).containsExactly(Verdict.COMPLETE, new Verdict.Bury("no payload", 1),
				Verdict.COMPLETE);
	}

	@Test
	void retriesTheFailedPositionsOfABatchAsTheHandlerCountsThem() {
		start(batched(), (payload, context) -> {
			throw new BatchFailure(List.of(1), new IllegalStateException("second"));
		});
		HandedOut batch = this.source.give(1, "unbindable", "a", "b", "c");
		eventually().until(batch::isSettled);
		assertThat(batch.verdicts().get(1)).isSameAs(Verdict.COMPLETE);
		assertThat(batch.verdicts().get(2)).isInstanceOf(Verdict.RetryAfter.class);
		assertThat(batch.verdicts().get(3)).isSameAs(Verdict.COMPLETE);
	}

	@Test
	void retriesAllOfABatchWhoseFailureNamesNoPositionOfIt() {
		start(batched(), (payload, context) -> {
			throw new BatchFailure(List.of(7, -1), new IllegalStateException("elsewhere"));
		});
		HandedOut batch = this.source.give(1, "a", "b");
		eventually().until(batch::isSettled);
		assertThat(batch.verdicts()).hasSize(2)
			.allSatisfy((verdict) -> assertThat(verdict).isInstanceOf(Verdict.RetryAfter.class));
	}

	@Test
	void givesThePermitOfABatchBackOfWhichNothingCanBeBound() {
		start(batched(), this::note);
		List<HandedOut> given = IntStream.range(0, PERMITS + 1)
			.mapToObj((number) -> this.source.give(1, "unbindable", "unbindable"))
			.toList();
		HandedOut good = this.source.give(1, "good");
		eventually().until(() -> good.isSettled() && given.stream().allMatch(HandedOut::isSettled));
		assertThat(given).allSatisfy((each) -> assertThat(each.verdicts()).hasSize(2));
		assertThat(this.handled).containsExactly(List.of("good"));
	}

	private void note(Object payload, TriggerContext context) {
		this.handled.add(payload);
	}

	private void blockThenNote(Object payload, TriggerContext context) throws InterruptedException {
		int now = this.running.incrementAndGet();
		this.most.accumulateAndGet(now, Math::max);
		this.open.await();
		this.handled.add(payload);
		this.running.decrementAndGet();
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		boolean interrupted = false;
		while (true) {
			try {
				latch.await();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private List<HandedOut> give(int number, String body) {
		List<HandedOut> given = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			given.add(this.source.give(1, body));
		}
		return given;
	}

	private Dispatcher start(BoundHandler.Invocation invocation) {
		return start(trigger(PERMITS, Ordering.NONE, 1), invocation);
	}

	private Dispatcher start(TriggerDefinition trigger, BoundHandler.Invocation invocation) {
		return start(trigger, Order.WHOLE, invocation);
	}

	private Dispatcher start(TriggerDefinition trigger, Order order, BoundHandler.Invocation invocation) {
		boolean batched = trigger.source().count() > 1;
		Dispatcher dispatcher = new Dispatcher(trigger, order, new BoundHandler("test", batched, TEXT, invocation),
				NOBODY, new Dispatcher.Surroundings("worker-a", Clock.systemUTC(), new AloneGate()));
		dispatcher.start(this.source.deliveries());
		return dispatcher;
	}

	private static TriggerDefinition strict() {
		return trigger(PERMITS, Ordering.STRICT, 1);
	}

	/** As many batches at once as there are permits. */
	private static TriggerDefinition batched() {
		return trigger(4 * PERMITS, Ordering.NONE, 4);
	}

	private static TriggerDefinition trigger(int concurrency, Ordering ordering, int count) {
		return new TriggerDefinition("test", null, "default", true, concurrency, ordering, Duration.ofMinutes(1), 100,
				new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2), Messages.list(count));
	}

	private static long in(Duration duration) {
		return System.nanoTime() + duration.toNanos();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(2));
	}

}
