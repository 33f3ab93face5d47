package dev.tappet.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.tappet.handler.BatchFailure;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How messages come to their handler: each once, as many at a time as are wanted, whole,
 * alone or in batches, and in order where that is asked for.
 *
 * @param <B> the broker
 */
abstract class HandlingConformance<B extends Broker> extends Conformance<B> {

	HandlingConformance(B broker, Features features) {
		super(broker, features);
	}

	@Test
	void deliversEachMessageOnce() {
		TappetService service = start(trigger(), this.calls::add);
		List<String> sent = send("m", 200);
		this.calls.await(200);
		awaitDone();
		service.close();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
		assertThat(this.calls.attempts()).containsOnly(1);
		assertThat(this.calls.all()).extracting((call) -> call.context().messageId()).doesNotHaveDuplicates();
		assertThat(this.calls.all()).allSatisfy((call) -> {
			assertThat(call.context().trigger()).isEqualTo(TRIGGER);
			assertThat(call.context().source()).isEqualTo(QUEUE);
			assertThat(call.context().instanceId()).isEqualTo(service.instance());
			assertThat(call.context().replay()).isFalse();
		});
	}

	@Test
	void deliversWhatWasSentBeforeItStarted() {
		needs(Feature.WAITS);
		List<String> sent = send("m", 20);
		start(trigger(), this.calls::add);
		this.calls.await(20);
		awaitDone();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

	@Test
	void deliversMoreThanOneReadBringsAndThanItHasPermits() {
		start(readingAtMost(3, "concurrency", 2), this.calls::add);
		List<String> sent = send("m", 50);
		this.calls.await(50);
		awaitDone();
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

	@Test
	void deliversAtOnceWhatComesToAnIdleSource() {
		start(with(this.broker.reading(QUEUE), flat(this.broker.lookingRarely())), this.calls::add);
		for (int i = 1; i <= 5; i++) {
			send("m" + i, 1);
			this.calls.await(i, Duration.ofSeconds(2));
			awaitDone();
		}
	}

	private static Object[] flat(Map<String, Object> settings) {
		return settings.entrySet()
			.stream()
			.flatMap((each) -> List.of(each.getKey(), each.getValue()).stream())
			.toArray();
	}

	@Test
	void tellsWhenAMessageWasWrittenIfItKnows() {
		start(trigger(), this.calls::add);
		send("m", 1);
		this.calls.await(1);
		assertThat(this.calls.all().getFirst().context().timestamp() != null).isEqualTo(has(Feature.TIMES));
	}

	@Test
	void handlesOthersWhileOneIsSlow() {
		Gate slow = new Gate();
		start(trigger("concurrency", 4), (payload, context) -> {
			if (payload.equals("m0")) {
				slow.pass();
			}
			this.calls.add(payload, context);
		});
		List<String> sent = send("m", 100);
		this.calls.await(99);
		assertThat(this.calls.payloads()).doesNotContain("m0");
		slow.open();
		this.calls.await(100);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

	@Test
	void runsNoMoreHandlersThanConcurrencyAllows() {
		Gate gate = new Gate();
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		TappetService service = start(trigger("concurrency", 3), (payload, context) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			gate.pass();
			running.decrementAndGet();
			this.calls.add(payload, context);
		});
		send("m", 40);
		eventually().during(Duration.ofMillis(300)).until(() -> running.get() == 3);
		assertThat(service.trigger(TRIGGER).inFlight()).isEqualTo(3);
		gate.open();
		this.calls.await(40);
		assertThat(most).hasValue(3);
	}

	@Test
	void acknowledgesNothingBeforeItsHandlerReturned() {
		needs(Feature.KEEPS);
		Gate gate = new Gate();
		start(trigger("concurrency", 5), (payload, context) -> gate.pass());
		send("m", 5);
		gate.awaitArrivals(5);
		assertThat(unfinished()).isEqualTo(5);
		gate.open();
		awaitDone();
	}

	@Test
	void takesBytesThatAreNoTextAndNoBytesAtAll() {
		byte[] odd = new byte[256];
		for (int i = 0; i < odd.length; i++) {
			odd[i] = (byte) i;
		}
		Map<Integer, byte[]> received = new ConcurrentHashMap<>();
		start(service(trigger()).handler(TRIGGER, byte[].class, (payload, context) -> {
			received.put(payload.length, payload);
			this.calls.add(payload, context);
			if (context.attempt() == 1) {
				throw new IllegalStateException("the same again");
			}
		}));
		send(odd, new byte[0]);
		this.calls.await(4);
		awaitDone();
		assertThat(received.keySet()).isEqualTo(Set.of(0, 256));
		assertThat(received.get(256)).isEqualTo(odd);
	}

	@Test
	void takesLargeMessages() {
		byte[] large = new byte[this.broker.largest()];
		Arrays.fill(large, (byte) 'x');
		AtomicInteger length = new AtomicInteger();
		start(service(trigger()).handler(TRIGGER, byte[].class, (payload, context) -> {
			if (context.attempt() == 1) {
				throw new IllegalStateException("the same again");
			}
			length.set(payload.length);
			this.calls.add(payload, context);
		}));
		send(large);
		this.calls.await(1);
		awaitDone();
		assertThat(length).hasValue(large.length);
	}

	@Test
	void makesOneCallPerFullBatch() {
		needs(Feature.BATCHES);
		List<String> sent = send("m", 1000);
		start(service(readingAtMost(10)).batchHandler(TRIGGER, String.class, this.calls::add));
		this.calls.await(100);
		awaitDone();
		assertThat(this.calls.count()).isEqualTo(100);
		assertThat(this.calls.payloads()).containsExactlyInAnyOrderElementsOf(sent);
	}

	@Test
	void retriesOnlyThePositionsThatABatchHandlerNames() {
		needs(Feature.BATCHES);
		send("m", 10);
		start(service(readingAtMost(10, "concurrency", 10)).batchHandler(TRIGGER, String.class, (batch, context) -> {
			this.calls.add(batch, context);
			if (context.attempt() == 1) {
				throw new BatchFailure(List.of(2, 5), new IllegalStateException("these two"));
			}
		}));
		// The two may come back in one batch or in two.
		eventually().until(() -> this.calls.payloads().size() == 12);
		awaitDone();
		assertThat(this.calls.all().getFirst().payloads()).hasSize(10);
		var again = this.calls.all().subList(1, this.calls.count());
		assertThat(again).allMatch((call) -> call.context().attempt() == 2);
		assertThat(again.stream().flatMap((call) -> call.payloads().stream())).containsExactlyInAnyOrder("m2", "m5");
		assertThat(deadLetters()).isEmpty();
	}

	@Test
	void keepsTheOrderThroughFailuresWhereItIsStrict() {
		needs(Feature.ORDER);
		TappetService service = start(trigger("ordering", "strict"), (payload, context) -> {
			this.calls.add(payload, context);
			if (payload.equals("m5") && context.attempt() < 3) {
				throw new IllegalStateException("once more");
			}
		});
		send("m", 20);
		this.calls.await(22);
		awaitDone();
		service.close();
		List<String> expected = new ArrayList<>(IntStream.range(0, 20).mapToObj((i) -> "m" + i).toList());
		expected.addAll(5, List.of("m5", "m5"));
		assertThat(this.calls.payloads()).containsExactlyElementsOf(expected);
	}

	@Test
	void servesSeveralQueuesSoThatNoneStarves() {
		needs(Feature.SEVERAL_QUEUES);
		send("busy", 500);
		send("quiet", "quiet", 3);
		send("calm", "calm", 3);
		start(with(this.broker.reading(QUEUE, "quiet", "calm"), "concurrency", 2), this.calls::add);
		this.calls.await(506);
		assertThat(this.calls.payloads().subList(0, 200)).contains("quiet0", "quiet1", "quiet2", "calm0", "calm1",
				"calm2");
		assertThat(this.calls.all()).allMatch((call) -> switch (call.context().source()) {
			case QUEUE -> call.payloads().getFirst().startsWith("busy");
			case "quiet", "calm" -> call.payloads().getFirst().startsWith(call.context().source());
			default -> false;
		});
	}

}
