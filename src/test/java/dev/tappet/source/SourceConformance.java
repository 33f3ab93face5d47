package dev.tappet.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.tappet.handler.BatchFailure;
import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.support.Calls;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What every source keeps, as it is seen by a handler and on the server. A new source
 * extends it, says how messages are sent and which {@link Features} it has, and adds
 * tests of what it alone can do.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(RedisKind.class)
public abstract class SourceConformance {

	protected static final String TRIGGER = "orders-in";

	protected static final String KEY = "orders";

	private static final String POISON = "-poison";

	protected final Calls calls = new Calls();

	private final RedisKind kind;

	private final List<TappetService> services = new ArrayList<>();

	private TestRedis redis;

	protected SourceConformance(RedisKind kind) {
		this.kind = kind;
	}

	/** Something to deserialize JSON into. */
	public record Order(String name) {
	}

	protected abstract Features features();

	/** The settings of the source block, with their names under the trigger. */
	protected abstract Map<String, Object> source(String... keys);

	/** Sends a message that is bound to a handler's payload as it is. */
	protected abstract void send(String key, byte[] payload);

	/** Where dead letters of a trigger go. */
	protected abstract String deadLetters(String key, String trigger);

	/** Messages that the server still has to hand out or to see acknowledged. */
	protected abstract long unfinished(String key);

	@BeforeEach
	void useEmptyServer() {
		this.redis = this.kind.empty();
	}

	/**
	 * Settings of one key or of several.
	 * @param name of the setting
	 * @param keys its values
	 * @return them, in a map that may be changed
	 */
	protected static Map<String, Object> keys(String name, String... keys) {
		Map<String, Object> settings = new LinkedHashMap<>();
		for (int i = 0; i < keys.length; i++) {
			settings.put((keys.length > 1) ? name + "[" + i + "]" : name, keys[i]);
		}
		return settings;
	}

	@AfterEach
	void stopServices() {
		this.services.forEach(TappetService::close);
	}

	protected final TestRedis redis() {
		return this.redis;
	}

	protected final List<String> send(String key, String prefix, int count) {
		List<String> sent = IntStream.range(0, count).mapToObj((i) -> prefix + i).toList();
		sent.forEach((payload) -> send(key, TestRedis.utf8(payload)));
		return sent;
	}

	/** A trigger on {@link #KEY}; settings are names under the trigger, and values. */
	protected final Map<String, Object> trigger(Object... settings) {
		return with(source(KEY), settings);
	}

	protected final Map<String, Object> with(Map<String, Object> source, Object... settings) {
		Map<String, Object> all = new LinkedHashMap<>(source);
		all.putIfAbsent("retry.jitter", 0);
		all.putIfAbsent("retry.initial-delay", "50ms");
		for (int i = 0; i < settings.length; i += 2) {
			all.put(settings[i].toString(), settings[i + 1]);
		}
		all.put("handler", TRIGGER);
		return all;
	}

	protected final TappetService.Builder service(Map<String, Object> trigger) {
		return TappetService.on(this.redis).trigger(TRIGGER, trigger);
	}

	protected final TappetService start(TappetService.Builder builder) {
		return startAnyway(builder).awaitRunning();
	}

	protected final TappetService startAnyway(TappetService.Builder builder) {
		TappetService service = builder.startAnyway();
		this.services.add(service);
		return service;
	}

	protected final TappetService start(Map<String, Object> trigger, TriggerHandler<String> handler) {
		return start(service(trigger).handler(TRIGGER, String.class, handler));
	}

	protected static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	private void awaitDone() {
		eventually().untilAsserted(this::assertNothingLeft);
	}

	/** Of Tappet's own keys only the signs of life remain. */
	private void assertNothingLeft() {
		assertThat(unfinished(KEY)).isZero();
		assertThat(this.redis.keys("tappet:*"))
			.allMatch((key) -> key.contains(":lease:") || key.startsWith("tappet:instance:"));
	}

	protected final List<StreamMessage<String, String>> deadLetters() {
		return this.redis.commands().xrange(deadLetters(KEY, TRIGGER), Range.unbounded());
	}

	private Map<String, String> awaitDeadLetter() {
		eventually().until(() -> deadLetters().size() == 1);
		return deadLetters().getFirst().getBody();
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void deliversEachMessageOnce() {
		TappetService service = start(trigger(), this.calls::add);
		List<String> sent = send(KEY, "m", 200);
		this.calls.await(200);
		awaitDone();
		service.close();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
		assertThat(this.calls.attempts()).containsOnly(1);
		assertThat(this.calls.all()).extracting((call) -> call.context().messageId()).doesNotHaveDuplicates();
		assertThat(this.calls.all()).allSatisfy((call) -> {
			assertThat(call.context().trigger()).isEqualTo(TRIGGER);
			assertThat(call.context().source()).isEqualTo(KEY);
			assertThat(call.context().instanceId()).isEqualTo(service.instance());
			assertThat(call.context().replay()).isFalse();
		});
	}

	@Test
	void leavesNothingOfItsOwnBehind() {
		TappetService service = start(trigger(), this.calls::add);
		send(KEY, "m", 20);
		this.calls.await(20);
		service.close();
		assertThat(unfinished(KEY)).isZero();
		assertThat(this.redis.keys("tappet:*")).isEmpty();
		assertThat(this.redis.connectionsOf(service.instance())).isEmpty();
	}

	@Test
	void wakesLongBeforeThePollingInterval() {
		assumeTrue(features().polls());
		String block = source(KEY).keySet().iterator().next().split("\\.", 2)[0];
		start(trigger(block + ".polling-interval", "30s"), this.calls::add);
		for (int i = 1; i <= 5; i++) {
			send(KEY, "m" + i, 1);
			this.calls.await(i, Duration.ofSeconds(2));
			awaitDone();
		}
	}

	@Test
	void handlesOthersWhileOneIsSlow() throws InterruptedException {
		CountDownLatch slow = new CountDownLatch(1);
		start(trigger("concurrency", 4), (payload, context) -> {
			if (payload.equals("m0")) {
				await(slow);
			}
			this.calls.add(payload, context);
		});
		List<String> sent = send(KEY, "m", 100);
		this.calls.await(99);
		assertThat(this.calls.payloads()).doesNotContain("m0");
		slow.countDown();
		this.calls.await(100);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

	@Test
	void runsNoMoreHandlersThanConcurrencyAllows() {
		CountDownLatch gate = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		TappetService service = start(trigger("concurrency", 3), (payload, context) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			await(gate);
			running.decrementAndGet();
			this.calls.add(payload, context);
		});
		send(KEY, "m", 40);
		eventually().during(Duration.ofMillis(300)).until(() -> running.get() == 3);
		assertThat(service.trigger(TRIGGER).inFlight()).isEqualTo(3);
		gate.countDown();
		this.calls.await(40);
		assertThat(most).hasValue(3);
	}

	@Test
	void acknowledgesNothingBeforeItsHandlerReturned() {
		assumeTrue(features().redelivers());
		CountDownLatch gate = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger();
		start(trigger("concurrency", 5), (payload, context) -> {
			running.incrementAndGet();
			await(gate);
		});
		send(KEY, "m", 5);
		eventually().until(() -> running.get() == 5);
		assertThat(unfinished(KEY)).isEqualTo(5);
		gate.countDown();
		awaitDone();
	}

	@Test
	void retriesAFailureWithGrowingAttemptsAndThenKeepsItAsADeadLetter() {
		Instant before = Instant.now();
		start(trigger("retry.max-attempts", 3), (payload, context) -> {
			this.calls.add(payload, context);
			throw new IllegalStateException("no such customer");
		});
		send(KEY, "m", 1);
		Map<String, String> letter = awaitDeadLetter();
		awaitDone();
		assertThat(this.calls.attempts()).containsExactly(1, 2, 3);
		assertThat(this.calls.all()).extracting((call) -> call.context().messageId())
			.containsOnly(letter.get("tappet-id"));
		assertThat(letter).containsEntry("payload", "m0")
			.containsEntry("tappet-trigger", TRIGGER)
			.containsEntry("tappet-source", KEY)
			.containsEntry("tappet-attempts", "3")
			.containsOnlyKeys("payload", "tappet-trigger", "tappet-source", "tappet-id", "tappet-attempts",
					"tappet-reason", "tappet-failed-at");
		assertThat(letter.get("tappet-reason")).contains("IllegalStateException", "no such customer");
		assertThat(Instant.parse(letter.getOrDefault("tappet-failed-at", ""))).isBetween(before, Instant.now());
	}

	@Test
	void completesAMessageThatSucceedsAtLast() {
		TappetService service = start(trigger(), (payload, context) -> {
			this.calls.add(payload, context);
			if (context.attempt() < 3) {
				throw new IllegalStateException("not yet");
			}
		});
		send(KEY, "m", 10);
		this.calls.await(30);
		awaitDone();
		eventually().until(() -> service.trigger(TRIGGER).counts().completed() == 10);
		assertThat(service.trigger(TRIGGER).counts().retried()).isEqualTo(20);
		assertThat(this.calls.count()).isEqualTo(30);
		assertThat(deadLetters()).isEmpty();
	}

	@Test
	void retriesEachMessageWhenItsDelayIsOver() {
		start(trigger("retry.max-attempts", 6, "retry.multiplier", 1, "retry.jitter", 0.5), (payload, context) -> {
			this.calls.add(payload, context);
			throw new IllegalStateException("again");
		});
		send(KEY, "m", 10);
		// Five delays of about 50 ms, and by no means five rounds of looking around.
		this.calls.await(60, Duration.ofSeconds(4));
	}

	@Test
	void handlesOthersWhileOneWaitsForItsRetry() {
		start(trigger("concurrency", 1, "retry.initial-delay", "1m"), (payload, context) -> {
			if (payload.equals("m0")) {
				throw new IllegalStateException("later");
			}
			this.calls.add(payload, context);
		});
		send(KEY, "m", 20);
		this.calls.await(19, Duration.ofSeconds(10));
	}

	@Test
	void keepsARejectedMessageAsADeadLetterAtOnce() {
		start(trigger(), (payload, context) -> {
			this.calls.add(payload, context);
			throw new RejectMessage("it has no customer");
		});
		send(KEY, "m", 1);
		Map<String, String> letter = awaitDeadLetter();
		awaitDone();
		assertThat(letter).containsEntry("payload", "m0").containsEntry("tappet-attempts", "1");
		assertThat(letter.get("tappet-reason")).contains("it has no customer");
		assertThat(this.calls.attempts()).containsExactly(1);
	}

	@Test
	void keepsAMessageThatCannotBeBoundAsADeadLetterAtOnce() {
		start(service(trigger()).handler(TRIGGER, Order.class, this.calls::add));
		send(KEY, TestRedis.utf8("{\"name\":"));
		send(KEY, TestRedis.utf8("{\"name\":\"a\"}"));
		Map<String, String> letter = awaitDeadLetter();
		this.calls.await(1);
		awaitDone();
		assertThat(letter).containsEntry("payload", "{\"name\":").containsEntry("tappet-attempts", "1");
		assertThat(letter.get("tappet-reason")).contains("Order");
		assertThat(this.calls.all()).extracting(Calls.Call::payload).containsExactly(new Order("a"));
	}

	@Test
	void retriesOnlyThePositionsThatABatchHandlerNames() {
		assumeTrue(features().batches());
		send(KEY, "m", 10);
		start(service(trigger("concurrency", 10)).batchHandler(TRIGGER, String.class, (batch, context) -> {
			this.calls.add(batch, context);
			if (context.attempt() == 1) {
				throw new BatchFailure(List.of(2, 5), new IllegalStateException("these two"));
			}
		}));
		// The two may come back in one batch or in two.
		eventually().until(() -> this.calls.payloads().size() == 12);
		awaitDone();
		assertThat(this.calls.all().getFirst().payloads()).hasSize(10);
		List<Calls.Call> again = this.calls.all().subList(1, this.calls.count());
		assertThat(again).allMatch((call) -> call.context().attempt() == 2);
		assertThat(again.stream().flatMap((call) -> call.payloads().stream())).containsExactlyInAnyOrder("m2", "m5");
		assertThat(deadLetters()).isEmpty();
	}

	@Test
	void makesOneCallPerFullBatch() {
		assumeTrue(features().batches());
		List<String> sent = send(KEY, "m", 1000);
		start(service(trigger()).batchHandler(TRIGGER, String.class, this.calls::add));
		this.calls.await(100);
		awaitDone();
		assertThat(this.calls.count()).isEqualTo(100);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

	@Test
	void keepsTheOrderThroughFailuresWhereItIsStrict() {
		TappetService service = start(trigger("ordering", "strict"), (payload, context) -> {
			this.calls.add(payload, context);
			if (payload.equals("m5") && context.attempt() < 3) {
				throw new IllegalStateException("once more");
			}
		});
		send(KEY, "m", 20);
		this.calls.await(22);
		awaitDone();
		service.close();
		List<String> expected = new ArrayList<>(IntStream.range(0, 20).mapToObj((i) -> "m" + i).toList());
		expected.addAll(5, List.of("m5", "m5"));
		assertThat(this.calls.payloads()).containsExactlyElementsOf(expected);
	}

	@Test
	void servesSeveralKeysSoThatNoneStarves() {
		assumeTrue(features().severalKeys());
		send(KEY, "busy", 500);
		send("quiet", "quiet", 3);
		send("calm", "calm", 3);
		start(with(source(KEY, "quiet", "calm"), "concurrency", 2), this.calls::add);
		this.calls.await(506);
		assertThat(this.calls.payloads().subList(0, 200)).contains("quiet0", "quiet1", "quiet2", "calm0", "calm1",
				"calm2");
		assertThat(this.calls.all()).allMatch((call) -> switch (call.context().source()) {
			case KEY -> call.payloads().getFirst().startsWith("busy");
			case "quiet", "calm" -> call.payloads().getFirst().startsWith(call.context().source());
			default -> false;
		});
	}

	@Test
	void handsUnfinishedMessagesToAnotherInstanceAtOnceWhenItStops() {
		assumeTrue(features().handsBack());
		CountDownLatch never = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger();
		TappetService first = start(
				service(trigger("concurrency", 4)).setting("spring.lifecycle.timeout-per-shutdown-phase", "600ms")
					.handler(TRIGGER, String.class, (payload, context) -> {
						running.incrementAndGet();
						await(never);
					}));
		List<String> sent = send(KEY, "m", 20);
		eventually().until(() -> running.get() == 4);
		first.close();
		start(trigger(), this.calls::add);
		this.calls.await(20, Duration.ofSeconds(4));
		awaitDone();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
		assertThat(this.calls.attempts()).containsOnly(1);
	}

	@Test
	void letsRunningHandlersEndWhenItStops() {
		CountDownLatch gate = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger();
		TappetService service = start(trigger(), (payload, context) -> {
			running.incrementAndGet();
			await(gate);
			this.calls.add(payload, context);
		});
		send(KEY, "m", 5);
		eventually().until(() -> running.get() == 5);
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(service::close);
		eventually().during(Duration.ofMillis(200)).until(() -> !stopped.isDone());
		gate.countDown();
		stopped.orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(this.calls.count()).isEqualTo(5);
		assertThat(unfinished(KEY)).isZero();
		assertThat(this.redis.keys("tappet:*")).isEmpty();
	}

	@Test
	void countsAttemptsOnWhereAnotherInstanceRetries() {
		assumeTrue(features().retriesSurvive());
		TappetService first = start(trigger("retry.initial-delay", "1s"), (payload, context) -> {
			throw new IllegalStateException("not here");
		});
		send(KEY, "m", 3);
		eventually().until(() -> first.trigger(TRIGGER).counts().retried() == 3);
		first.close();
		start(trigger(), this.calls::add);
		this.calls.await(3);
		awaitDone();
		assertThat(this.calls.attempts()).containsExactly(2, 2, 2);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrder("m0", "m1", "m2");
	}

	@Test
	void sharesMessagesAmongThreeInstancesOnceEach() {
		assumeTrue(features().handsBack());
		for (int i = 0; i < 3; i++) {
			start(trigger(), this.calls::add);
		}
		List<String> sent = send(KEY, "m", 100);
		this.calls.await(100);
		awaitDone();
		this.services.forEach(TappetService::close);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

	@Test
	void tellsHowMuchIsToBeDone() {
		assumeTrue(features().hasBacklog());
		CountDownLatch gate = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger();
		TappetService service = start(trigger("concurrency", 1), (payload, context) -> {
			running.incrementAndGet();
			await(gate);
			this.calls.add(payload, context);
		});
		assertThat(service.backlog(TRIGGER)).isEqualTo(new Backlog(0, 0));
		send(KEY, "first", 1);
		eventually().until(() -> running.get() == 1);
		long held = features().redelivers() ? 1 : 0;
		assertThat(service.backlog(TRIGGER)).isEqualTo(new Backlog(0, held));
		send(KEY, "second", 1);
		assertThat(service.backlog(TRIGGER)).isEqualTo(new Backlog(1, held));
		send(KEY, "more", 99);
		assertThat(service.backlog(TRIGGER)).isEqualTo(new Backlog(100, held));
		gate.countDown();
		this.calls.await(101);
		eventually().until(() -> service.backlog(TRIGGER), new Backlog(0, 0)::equals);
	}

	@Test
	void countsMessagesThatWaitForTheirRetryAsUnfinished() {
		assumeTrue(features().hasBacklog());
		TappetService service = start(trigger("retry.initial-delay", "1m"), (payload, context) -> {
			throw new IllegalStateException("later");
		});
		send(KEY, "m", 7);
		eventually().until(() -> service.backlog(TRIGGER), new Backlog(0, 7)::equals);
	}

	@Test
	void countsDeadLetters() {
		TappetService service = start(trigger(), (payload, context) -> {
			throw new RejectMessage("no");
		});
		assertThat(service.trigger(TRIGGER).deadLetters().count().toCompletableFuture().join()).isZero();
		send(KEY, "m", 12);
		eventually().until(() -> service.trigger(TRIGGER).deadLetters().count().toCompletableFuture().join() == 12);
	}

	@Test
	void needsNoConnectionForFurtherTriggers() {
		TappetService.Builder builder = TappetService.on(this.redis);
		for (int i = 0; i < 20; i++) {
			builder.trigger("trigger-" + i, with(source("key-" + i)));
		}
		TappetService service = start(builder.handler(TRIGGER, String.class, this.calls::add));
		for (int i = 0; i < 20; i++) {
			send("key-" + i, "m", 5);
		}
		this.calls.await(100);
		assertThat(this.redis.connectionsOf(service.instance())).hasSize(features().polls() ? 1 : 2);
	}

	@Test
	void takesBytesThatAreNoTextAndNoBytesAtAll() {
		byte[] odd = new byte[256];
		for (int i = 0; i < odd.length; i++) {
			odd[i] = (byte) i;
		}
		Map<Integer, byte[]> received = new HashMap<>();
		start(service(trigger()).handler(TRIGGER, byte[].class, (payload, context) -> {
			synchronized (received) {
				received.put(payload.length, payload);
			}
			this.calls.add(payload, context);
			if (context.attempt() == 1) {
				throw new IllegalStateException("the same again");
			}
		}));
		send(KEY, odd);
		send(KEY, new byte[0]);
		this.calls.await(4);
		awaitDone();
		assertThat(received.keySet()).isEqualTo(Set.of(0, 256));
		assertThat(received.get(256)).isEqualTo(odd);
	}

	@Test
	void keepsBytesInDeadLettersAsTheyAre() {
		byte[] odd = { (byte) 0xff, 0, (byte) 0xc0, '\r', '\n' };
		start(service(trigger()).handler(TRIGGER, byte[].class, (payload, context) -> {
			throw new RejectMessage("no");
		}));
		send(KEY, odd);
		eventually().until(() -> deadLetters().size() == 1);
		byte[] kept = this.redis.bytes()
			.xrange(deadLetters(KEY, TRIGGER), Range.unbounded())
			.getFirst()
			.getBody()
			.get("payload");
		assertThat(kept).isEqualTo(odd);
	}

	@Test
	void takesLargeMessages() {
		byte[] large = new byte[8 << 20];
		Arrays.fill(large, (byte) 'x');
		AtomicInteger length = new AtomicInteger();
		start(service(trigger()).handler(TRIGGER, byte[].class, (payload, context) -> {
			if (context.attempt() == 1) {
				throw new IllegalStateException("the same again");
			}
			length.set(payload.length);
			this.calls.add(payload, context);
		}));
		send(KEY, large);
		this.calls.await(1);
		awaitDone();
		assertThat(length).hasValue(large.length);
	}

	@Test
	void goesOnAfterAllDataWasRemoved() {
		TappetService service = start(trigger(), this.calls::add);
		send(KEY, "before", 5);
		this.calls.await(5);
		awaitDone();
		this.redis.clear();
		service.awaitRunning();
		send(KEY, "after", 5);
		this.calls.await(10);
		assertThat(this.calls.payloads()).contains("after0", "after1", "after2", "after3", "after4");
	}

	protected static String poison(String name) {
		return name + POISON;
	}

}
