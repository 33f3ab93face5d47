package dev.tappet.source.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.support.TappetService;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code ordering: strict} on topics with several partitions: one record of a partition
 * at a time, in its order, and the partitions side by side.
 */
class KafkaStrictIT {

	private static final int PARTITIONS = 6;

	@AutoClose
	private static final KafkaServer server = KafkaServer.start();

	private final List<TappetService> services = new ArrayList<>();

	/** What each partition's handlers did, in the order in which they did it. */
	private final Map<String, List<String>> calls = new ConcurrentHashMap<>();

	private final Set<String> running = ConcurrentHashMap.newKeySet();

	private final List<String> overlaps = new ArrayList<>();

	private final AtomicInteger most = new AtomicInteger();

	/** When a record last began, and the longest that none did. */
	private final AtomicLong lastAt = new AtomicLong();

	private final AtomicLong silence = new AtomicLong();

	private final AtomicInteger succeeded = new AtomicInteger();

	private final CountDownLatch open = new CountDownLatch(1);

	private KafkaBroker broker;

	@BeforeEach
	void connect() {
		this.broker = new KafkaBroker(server, PARTITIONS);
		this.broker.create("orders");
	}

	@AfterEach
	void end() {
		this.open.countDown();
		this.services.forEach(TappetService::close);
		this.broker.close();
	}

	private TappetService start(Map<String, Object> settings, TriggerHandler<String> handler) {
		Map<String, Object> all = new HashMap<>(Map.of("kafka.topic", "orders", "handler", "orders-in", "ordering",
				"strict", "retry.jitter", 0, "retry.initial-delay", "50ms"));
		all.putAll(settings);
		TappetService.Builder builder = TappetService.builder()
			.trigger("orders-in", all)
			.handler("orders-in", String.class, (TriggerHandler<String>) (payload, context) -> {
				String partition = payload.substring(0, payload.indexOf('-'));
				note(partition, payload, context);
				try {
					handler.handle(payload, context);
					note(partition, payload + " done");
					this.succeeded.incrementAndGet();
				}
				finally {
					this.running.remove(partition);
				}
			});
		this.broker.connect(builder);
		TappetService service = builder.start();
		this.services.add(service);
		return service;
	}

	private void note(String partition, String payload, TriggerContext context) {
		if (!this.running.add(partition)) {
			synchronized (this.overlaps) {
				this.overlaps.add(payload);
			}
		}
		this.most.accumulateAndGet(this.running.size(), Math::max);
		long now = System.nanoTime();
		long last = this.lastAt.getAndSet(now);
		this.silence.accumulateAndGet((last != 0) ? now - last : 0, Math::max);
		note(partition, payload + " #" + context.attempt());
	}

	private void note(String partition, String what) {
		this.calls.computeIfAbsent(partition, (key) -> new CopyOnWriteArrayList<>()).add(what);
	}

	private List<String> calls(int partition) {
		return this.calls.getOrDefault("" + partition, List.of());
	}

	private void send(int partition, int count) {
		for (int i = 0; i < count; i++) {
			byte[] value = ("%d-%d".formatted(partition, i)).getBytes(StandardCharsets.UTF_8);
			this.broker.producer().send(new ProducerRecord<>("orders", partition, null, value));
		}
		this.broker.producer().flush();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
	}

	private void awaitCommitted() {
		eventually().until(() -> this.broker.unfinished("orders-in", "orders") == 0);
	}

	/** What a partition's handlers do where one record of it has to be tried so often. */
	private static List<String> expected(int partition, int count, Map<String, Integer> attempts) {
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String payload = partition + "-" + i;
			int needed = attempts.getOrDefault(payload, 1);
			for (int attempt = 1; attempt <= needed; attempt++) {
				expected.add(payload + " #" + attempt);
			}
			expected.add(payload + " done");
		}
		return expected;
	}

	private void report(String what, int sent) {
		Map<String, Integer> times = new HashMap<>();
		this.calls.values()
			.forEach((each) -> each.stream()
				.filter((call) -> call.endsWith(" done"))
				.forEach((call) -> times.merge(call, 1, Integer::sum)));
		long doubled = times.values().stream().filter((count) -> count > 1).count();
		System.out.printf(
				"Kafka, strict, %s: sent %d, handled %d, doubled %d, lost %d, most partitions at once %d, "
						+ "nothing began for %d ms%n",
				what, sent, times.size(), doubled, sent - times.size(), this.most.get(),
				Duration.ofNanos(this.silence.get()).toMillis());
		assertThat(times).hasSize(sent);
		assertThat(doubled).isZero();
		assertThat(this.overlaps).as("records that began beside another of their partition").isEmpty();
	}

	@Test
	void runsAsManyPartitionsAtOnceAsItMayAndOneRecordOfEach() {
		start(Map.of("concurrency", 4), (payload, context) -> this.open.await());
		for (int partition = 0; partition < PARTITIONS; partition++) {
			send(partition, 5);
		}
		eventually().until(() -> this.running.size() == 4);
		Awaitility.await()
			.during(Duration.ofMillis(500))
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.calls.values().stream().mapToInt(List::size).sum() == 4);
		this.open.countDown();
		awaitCommitted();
		report("side by side", 5 * PARTITIONS);
		assertThat(this.most).hasValue(4);
		for (int partition = 0; partition < PARTITIONS; partition++) {
			assertThat(calls(partition)).isEqualTo(expected(partition, 5, Map.of()));
		}
	}

	@Test
	void holdsUpOnlyThePartitionsOfFailingRecordsHoweverMuchWaitsThere() {
		Map<String, Integer> attempts = Map.of("0-3", 3, "1-0", 3, "2-7", 3);
		for (int partition = 0; partition < 3; partition++) {
			send(partition, 600);
		}
		start(Map.of("retry.initial-delay", "1h", "retry.max-delay", "1h"), (payload, context) -> {
			if (attempts.containsKey(payload)) {
				throw new IllegalStateException("not yet");
			}
		});
		eventually()
			.until(() -> calls(0).contains("0-3 #1") && calls(1).contains("1-0 #1") && calls(2).contains("2-7 #1"));
		for (int partition = 3; partition < PARTITIONS; partition++) {
			send(partition, 50);
		}
		eventually().until(() -> this.succeeded.get() == 3 + 7 + 3 * 50);
		report("others while three partitions wait for their retries", 3 + 7 + 3 * 50);
		assertThat(calls(0)).endsWith("0-2 done", "0-3 #1");
		assertThat(calls(1)).containsExactly("1-0 #1");
		assertThat(calls(2)).endsWith("2-6 done", "2-7 #1");
	}

	@Test
	void keepsTheOrderOfEachPartitionOverRetriesAndDeadLetters() {
		Map<String, Integer> attempts = Map.of("0-3", 3, "1-0", 2, "2-19", 4, "3-5", 2, "3-6", 2);
		start(Map.of("retry.max-attempts", 4), (payload, context) -> {
			if (payload.equals("4-9") || context.attempt() < attempts.getOrDefault(payload, 1)) {
				throw new IllegalStateException("not yet");
			}
		});
		for (int partition = 0; partition < PARTITIONS; partition++) {
			send(partition, 20);
		}
		awaitCommitted();
		report("retries", 20 * PARTITIONS - 1);
		for (int partition : List.of(0, 1, 2, 3, 5)) {
			assertThat(calls(partition)).isEqualTo(expected(partition, 20, attempts));
		}
		List<String> buried = expected(4, 20, Map.of("4-9", 4));
		buried.remove("4-9 done");
		assertThat(calls(4)).isEqualTo(buried);
		assertThat(this.broker.deadLetters("orders-in", "orders")).singleElement()
			.satisfies((letter) -> assertThat(letter.payload()).asString().isEqualTo("4-9"));
	}

	@Test
	void runsNothingBesideAHandlerThatGoesOnWhenItsTimeIsUp() {
		start(Map.of("timeout", "300ms"), (payload, context) -> {
			if (payload.equals("0-1") && context.attempt() == 1) {
				awaitUninterrupted();
			}
		});
		send(0, 4);
		send(1, 4);
		eventually().until(() -> this.services.getFirst().trigger("orders-in").overdue() == 1);
		eventually().until(() -> calls(1).contains("1-3 done"));
		Awaitility.await()
			.during(Duration.ofSeconds(1))
			.atMost(Duration.ofSeconds(20))
			.until(() -> calls(0).getLast().equals("0-1 #1"));
		assertThat(this.services.getFirst().trigger("orders-in").exhausted()).isTrue();
		this.open.countDown();
		awaitCommitted();
		assertThat(calls(0)).containsExactly("0-0 #1", "0-0 done", "0-1 #1", "0-1 done", "0-1 #2", "0-1 done", "0-2 #1",
				"0-2 done", "0-3 #1", "0-3 done");
		assertThat(calls(1)).isEqualTo(expected(1, 4, Map.of()));
		assertThat(this.overlaps).isEmpty();
	}

	private void awaitUninterrupted() {
		boolean waits = true;
		while (waits) {
			try {
				this.open.await();
				waits = false;
			}
			catch (InterruptedException ex) {
				// It does not heed it.
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "classic", "consumer" })
	void keepsTheOrderWhileWorkersJoinAndLeave(String protocol) {
		int each = 300;
		Map<String, Object> settings = Map.of("kafka.group-protocol", protocol, "retry.max-attempts", 10);
		TriggerHandler<String> handler = (payload, context) -> {
			Thread.sleep(5);
			int number = Integer.parseInt(payload.substring(payload.indexOf('-') + 1));
			if (number % 20 == 0 && context.attempt() == 1) {
				throw new IllegalStateException("not yet");
			}
		};
		TappetService first = start(settings, handler);
		for (int partition = 0; partition < PARTITIONS; partition++) {
			send(partition, each);
		}
		awaitSucceeded(60);
		start(settings, handler);
		awaitSucceeded(400);
		start(settings, handler);
		awaitSucceeded(900);
		first.close();
		awaitCommitted();
		report(protocol + ", two workers joining and one leaving", each * PARTITIONS);
		for (int partition = 0; partition < PARTITIONS; partition++) {
			Map<String, Integer> attempts = new HashMap<>();
			for (int i = 0; i < each; i += 20) {
				attempts.put(partition + "-" + i, 2);
			}
			assertThat(calls(partition)).isEqualTo(expected(partition, each, attempts));
		}
	}

	private void awaitSucceeded(int records) {
		eventually().until(() -> this.succeeded.get() >= records);
	}

}
