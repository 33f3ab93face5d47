package dev.tappet.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.tappet.dispatch.HandFedSource.HandedOut;
import dev.tappet.dispatch.payload.PayloadBinder;
import dev.tappet.handler.TriggerContext;
import dev.tappet.source.Message;
import dev.tappet.source.Order;
import dev.tappet.source.Verdict;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two triggers of one process, whose handlers note when they begin and end, and wait for
 * the test where their message says so.
 */
@ExtendWith(OutputCaptureExtension.class)
class AloneTests {

	private static final PayloadBinder TEXT = (source, message) -> new String(((Message.Body) message).body(),
			StandardCharsets.UTF_8);

	private static final long MUCH_LATER = Duration.ofHours(1).toNanos();

	private final AloneGate gate = new AloneGate();

	private final HandFedSource orders = new HandFedSource();

	private final HandFedSource mails = new HandFedSource();

	private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

	private final Queue<String> events = new ConcurrentLinkedQueue<>();

	private Dispatcher ofOrders = start("orders", this.orders, this::handle);

	private Dispatcher ofMails = start("mails", this.mails, this::handle);

	@AfterEach
	void letEveryHandlerEnd() {
		this.held.values().forEach(CountDownLatch::countDown);
	}

	@Test
	void waitsUntilAllOtherHandlersOfTheProcessHaveEnded(CapturedOutput output) {
		this.orders.give(1, "hold a");
		this.mails.give(1, "hold b");
		awaitBegun("hold a", "hold b");
		HandedOut alone = this.orders.giveAlone("alone");
		awaitLogged(output, "Trigger 'orders': message e-1 waits for all other handlers to end");
		release("hold a");
		awaitEvent("end hold a");
		assertThat(this.events).doesNotContain("begin alone");
		release("hold b");
		awaitSettled(alone);
		assertThat(this.events).containsSubsequence("end hold b", "begin alone", "end alone");
		assertThat(alone.verdicts()).containsExactly(Verdict.COMPLETE);
		assertThat(output).containsOnlyOnce("waits for all other handlers").containsPattern("runs alone, after .* ms");
	}

	@Test
	void keepsAllOthersOfTheProcessOutUntilItHasEnded() {
		HandedOut alone = this.orders.giveAlone("hold alone");
		awaitBegun("hold alone");
		List<HandedOut> others = List.of(this.orders.give(1, "a"), this.mails.give(1, "b"), this.mails.give(1, "c"));
		eventually().until(() -> this.mails.demanded() == 14);
		assertThat(this.events).containsExactly("begin hold alone");
		assertThat(this.ofMails.inFlight()).isZero();
		release("hold alone");
		others.forEach(AloneTests::awaitSettled);
		awaitSettled(alone);
		assertThat(this.events).startsWith("begin hold alone", "end hold alone").hasSize(8);
		eventually().until(() -> this.orders.demanded() == 16 && this.mails.demanded() == 16);
	}

	@Test
	void runsSeveralOneAfterTheOther() {
		this.mails.give(1, "hold a");
		awaitBegun("hold a");
		List<HandedOut> alone = Stream.of("1", "2", "3", "4")
			.flatMap((number) -> Stream.of(this.orders.giveAlone("o" + number), this.mails.giveAlone("m" + number)))
			.toList();
		release("hold a");
		alone.forEach(AloneTests::awaitSettled);
		List<String> noted = new ArrayList<>(this.events).subList(2, 18);
		for (int i = 0; i < noted.size(); i += 2) {
			assertThat(noted.get(i + 1)).isEqualTo(noted.get(i).replace("begin", "end"));
		}
	}

	@Test
	void letsTheOthersGoOnAfterOneThatThrows() {
		for (String fault : List.of("exception", "error", "overflow")) {
			HandedOut alone = this.orders.giveAlone(fault);
			HandedOut other = this.mails.give(1, "after " + fault);
			awaitSettled(alone);
			awaitSettled(other);
			assertThat(alone.verdicts()).singleElement().isInstanceOf(Verdict.Bury.class);
			assertThat(other.verdicts()).containsExactly(Verdict.COMPLETE);
		}
		eventually().until(() -> this.orders.demanded() == 16 && this.mails.demanded() == 16);
	}

	@Test
	void letsTheOthersGoOnAfterOneThatCannotBeBound() {
		HandFedSource source = new HandFedSource();
		start("bad", source, (from, message) -> {
			throw new LinkageError("a class is missing");
		}, this::handle);
		awaitSettled(source.giveAlone("x"));
		awaitSettled(this.mails.give(1, "a"));
	}

	@Test
	void waitsForAHandlerThatNeverEndsUntilItsTimeoutOnly() {
		HandedOut endless = this.orders.give(1, "never");
		awaitBegun("never");
		HandedOut alone = this.mails.giveAlone("alone");
		this.ofMails.enforceDeadline(System.nanoTime() + MUCH_LATER);
		assertThat(this.events).containsExactly("begin never");
		this.ofOrders.enforceDeadline(System.nanoTime() + MUCH_LATER);
		awaitSettled(alone);
		assertThat(endless.verdicts()).singleElement().isInstanceOf(Verdict.RetryAfter.class);
		assertThat(this.events).containsExactly("begin never", "begin alone", "end alone");
		// The handler ends some time, and its lane is one of many again.
		release("never");
		HandedOut second = this.orders.giveAlone("second");
		HandedOut other = this.orders.give(1, "other");
		awaitSettled(second);
		awaitSettled(other);
	}

	@Test
	void keepsOthersOutUntilItsOwnTimeoutOnly() {
		HandedOut alone = this.orders.giveAlone("never");
		awaitBegun("never");
		HandedOut other = this.mails.give(1, "other");
		HandedOut next = this.mails.giveAlone("next");
		this.ofOrders.enforceDeadline(System.nanoTime() + MUCH_LATER);
		awaitSettled(other);
		awaitSettled(next);
		assertThat(alone.verdicts()).singleElement().isInstanceOf(Verdict.Bury.class);
		release("never");
		awaitSettled(this.orders.give(1, "last"));
	}

	@Test
	void doesNotCountTheWaitAsTheHandlersTime() {
		HandedOut alone = this.orders.giveAlone("hold alone");
		awaitBegun("hold alone");
		HandedOut other = this.mails.give(1, "other");
		HandedOut next = this.mails.giveAlone("next");
		eventually().until(() -> this.mails.demanded() == 14);
		this.ofMails.enforceDeadline(System.nanoTime() + MUCH_LATER);
		release("hold alone");
		for (HandedOut each : List.of(alone, other, next)) {
			awaitSettled(each);
			assertThat(each.verdicts()).containsExactly(Verdict.COMPLETE);
		}
	}

	@Test
	void handsBackWhatWaitsToRunAloneWhenItStops() {
		HandedOut running = this.mails.give(1, "hold a");
		awaitBegun("hold a");
		HandedOut alone = this.orders.giveAlone("alone");
		eventually().until(this.gate::isClosed);
		HandedOut behind = this.orders.give(1, "behind");
		eventually().until(() -> this.orders.demanded() == 14);
		this.ofOrders.stop();
		assertThat(this.ofOrders.drain(System.nanoTime() + MUCH_LATER)).isZero();
		assertThat(alone.verdicts()).containsExactly(Verdict.RELEASE);
		assertThat(behind.verdicts()).containsExactly(Verdict.RELEASE);
		// Others of the process need not stop with it.
		HandedOut other = this.mails.give(1, "b");
		awaitSettled(other);
		assertThat(other.verdicts()).containsExactly(Verdict.COMPLETE);
		release("hold a");
		awaitSettled(running);
		assertThat(this.events).doesNotContain("begin alone", "begin behind");
	}

	@Test
	void handsBackWhatWaitsBehindItWhenItStops() {
		HandedOut alone = this.orders.giveAlone("hold alone");
		awaitBegun("hold alone");
		HandedOut behind = this.mails.give(1, "behind");
		HandedOut next = this.mails.giveAlone("next");
		eventually().until(() -> this.mails.demanded() == 14);
		this.ofMails.stop();
		assertThat(this.ofMails.drain(System.nanoTime() + MUCH_LATER)).isZero();
		assertThat(behind.verdicts()).containsExactly(Verdict.RELEASE);
		assertThat(next.verdicts()).containsExactly(Verdict.RELEASE);
		assertThat(alone.isSettled()).isFalse();
		this.ofOrders.stop();
		release("hold alone");
		assertThat(this.ofOrders.drain(System.nanoTime() + MUCH_LATER)).isZero();
		assertThat(alone.verdicts()).containsExactly(Verdict.COMPLETE);
	}

	@Test
	void waitsForReactiveHandlersLikeForOthers() {
		Sinks.Empty<Void> end = Sinks.empty();
		HandFedSource source = new HandFedSource();
		start("reactive", source, BoundHandler.Invocation.ofReactive((payload, context) -> {
			this.events.add("begin " + payload);
			return Mono.when(end.asMono()).doOnTerminate(() -> this.events.add("end " + payload));
		}));
		HandedOut reactive = source.give(1, "reactive");
		awaitBegun("reactive");
		HandedOut alone = this.orders.giveAlone("alone");
		eventually().until(this.gate::isClosed);
		HandedOut behind = source.give(1, "behind");
		end.tryEmitEmpty();
		List.of(reactive, alone, behind).forEach(AloneTests::awaitSettled);
		assertThat(this.events).startsWith("begin reactive", "end reactive", "begin alone", "end alone");
	}

	@Test
	void letsNothingBeginBesideItHoweverCloseTheyCome() {
		int rounds = 400;
		AtomicInteger running = new AtomicInteger();
		AtomicInteger beside = new AtomicInteger();
		List<HandFedSource> sources = Stream.generate(HandFedSource::new).limit(4).toList();
		for (HandFedSource source : sources) {
			start("racing", source, (payload, context) -> {
				int now = running.incrementAndGet();
				// Whoever is alone looks at its beginning, and again at its end.
				beside.addAndGet((payload.equals("alone") && now != 1) ? 1 : 0);
				Thread.yield();
				beside.addAndGet((payload.equals("alone") && running.get() != 1) ? 1 : 0);
				running.decrementAndGet();
			});
		}
		Queue<HandedOut> given = new ConcurrentLinkedQueue<>();
		List<Thread> giving = sources.stream().map((source) -> Thread.ofPlatform().start(() -> {
			for (int i = 0; i < rounds; i++) {
				for (int j = 0; j < i % 7; j++) {
					given.add(source.give(1, "x"));
				}
				given.add(source.giveAlone("alone"));
			}
		})).toList();
		eventually().until(() -> giving.stream().noneMatch(Thread::isAlive));
		eventually().until(() -> given.stream().allMatch(HandedOut::isSettled));
		assertThat(beside).hasValue(0);
		assertThat(given).allSatisfy((each) -> assertThat(each.verdicts()).containsExactly(Verdict.COMPLETE));
		eventually().until(() -> !this.gate.isBusy());
	}

	private void handle(Object payload, TriggerContext context) throws InterruptedException {
		this.events.add("begin " + payload);
		switch ((String) payload) {
			case "exception" -> throw new IllegalStateException("failed");
			case "error" -> throw new OutOfMemoryError("thrown by hand");
			case "overflow" -> throw new StackOverflowError("thrown by hand");
			case "never" -> awaitUninterrupted(latch("never"));
			case String text when text.startsWith("hold") -> latch(text).await();
			case String text -> {
			}
		}
		this.events.add("end " + payload);
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

	private CountDownLatch latch(String name) {
		return this.held.computeIfAbsent(name, (key) -> new CountDownLatch(1));
	}

	private void release(String name) {
		latch(name).countDown();
	}

	private void awaitBegun(String... payloads) {
		for (String payload : payloads) {
			awaitEvent("begin " + payload);
		}
	}

	private void awaitEvent(String event) {
		eventually().until(() -> this.events.contains(event));
	}

	private static void awaitSettled(HandedOut delivery) {
		eventually().until(delivery::isSettled);
	}

	private static void awaitLogged(CapturedOutput output, String text) {
		eventually().until(() -> output.getAll().contains(text));
	}

	private Dispatcher start(String trigger, HandFedSource source, BoundHandler.Invocation invocation) {
		return start(trigger, source, TEXT, invocation);
	}

	private Dispatcher start(String trigger, HandFedSource source, PayloadBinder binder,
			BoundHandler.Invocation invocation) {
		Dispatcher dispatcher = new Dispatcher(Messages.trigger(trigger, null, Messages.list()), Order.WHOLE,
				new BoundHandler(trigger, false, binder, invocation), InvocationListener.all(List.of()),
				new Dispatcher.Surroundings("worker-a", Clock.systemUTC(), this.gate));
		dispatcher.start(source.deliveries());
		return dispatcher;
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(2));
	}

}
