package dev.tappet.source.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.runtime.Trigger;
import dev.tappet.source.Backlog;
import dev.tappet.support.Calls;
import dev.tappet.support.TappetService;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Topics that are not there, that come and go and that lose records; clusters that do not
 * answer; and what an operator is told of it.
 */
class KafkaTopicsIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@AutoClose
	private static final KafkaServer server = KafkaServer.start();

	private final Calls calls = new Calls();

	private final List<String> gaps = new ArrayList<>();

	private final List<TappetService> services = new ArrayList<>();

	private KafkaBroker broker;

	@BeforeEach
	void connect() {
		this.broker = new KafkaBroker(server, 1);
	}

	@AfterEach
	void end() {
		this.broker.mend();
		this.services.forEach(TappetService::close);
		this.broker.close();
	}

	/** Takes note of messages and of gaps. */
	private final class Noting implements TriggerHandler<String> {

		private final @Nullable Semaphore gate;

		private Noting(@Nullable Semaphore gate) {
			this.gate = gate;
		}

		@Override
		public void handle(String payload, TriggerContext context) throws Exception {
			KafkaTopicsIT.this.calls.add(payload.substring(0, Math.min(payload.length(), 10)).strip(), context);
			if (this.gate != null) {
				this.gate.acquire();
			}
		}

		@Override
		public void onGap(TriggerContext context) {
			synchronized (KafkaTopicsIT.this.gaps) {
				KafkaTopicsIT.this.gaps.add(context.source());
			}
		}

	}

	private TappetService start(String topics, @Nullable Semaphore gate, Object... settings) {
		TappetService.Builder builder = TappetService.builder()
			.trigger("orders-in", Map.of("kafka.topic", topics, "handler", "orders-in"))
			.handler("orders-in", String.class, new Noting(gate));
		for (int i = 0; i < settings.length; i += 2) {
			builder.setting("tappet.triggers.orders-in." + settings[i], settings[i + 1]);
		}
		this.broker.connect(builder);
		TappetService service = builder.startAnyway();
		this.services.add(service);
		return service;
	}

	private static Trigger trigger(TappetService service) {
		return service.trigger("orders-in");
	}

	private void send(String topic, String prefix, int count) {
		this.broker.send(topic,
				IntStream.range(0, count).mapToObj((i) -> (prefix + i).getBytes(StandardCharsets.UTF_8)).toList());
	}

	private static void awaitReason(TappetService service, String... parts) {
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(Objects.requireNonNullElse(trigger(service).reason(), "")).contains(parts));
		System.out.printf("Kafka, told: %s%n", trigger(service).reason());
	}

	private static void awaitRunning(TappetService service) {
		Awaitility.await().atMost(PATIENCE).until(() -> trigger(service).sourceUp());
	}

	private void awaitHandled(String... payloads) {
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.calls.payloads()).contains(payloads));
	}

	private List<String> gaps() {
		synchronized (this.gaps) {
			return List.copyOf(this.gaps);
		}
	}

	private static String[] names(String prefix, int from, int to) {
		return IntStream.range(from, to).mapToObj((i) -> prefix + i).toArray(String[]::new);
	}

	private void report(String what, int sent, int lost) {
		Set<String> distinct = new TreeSet<>(this.calls.payloads());
		System.out.printf("Kafka, %s: sent %d, handled %d, doubled %d, lost %d%n", what, sent, distinct.size(),
				this.calls.count() - distinct.size(), lost);
		assertThat(this.calls.count()).isEqualTo(distinct.size());
	}

	@Test
	void tellsATopicThatIsNotThereAndReadsItWhenItAppears() {
		TappetService service = start("orders", null);
		awaitReason(service, "there is no such topic", "create it, or correct the trigger's 'topic'", "'orders'");
		send("orders", "m", 10);
		awaitRunning(service);
		awaitHandled(names("m", 0, 10));
		report("a topic that appears later", 10, 0);
	}

	@Test
	void readsATopicThatAppearsLaterBesideABusyOne() {
		this.broker.create("busy");
		AtomicInteger sent = new AtomicInteger();
		try (ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor()) {
			sender.scheduleAtFixedRate(
					() -> this.broker.producer()
						.send(new ProducerRecord<>("busy",
								("b" + sent.getAndIncrement()).getBytes(StandardCharsets.UTF_8))),
					0, 20, TimeUnit.MILLISECONDS);
			TappetService service = start("busy,orders", null);
			awaitReason(service, "there is no such topic", "'orders'");
			awaitHandled("b100");
			send("orders", "m", 10);
			awaitRunning(service);
			awaitHandled(names("m", 0, 10));
			sender.shutdown();
		}
		this.broker.producer().flush();
		awaitHandled(names("b", 0, sent.get()));
		report("a topic that appears beside a busy one", sent.get() + 10, 0);
	}

	@Test
	void beginsWithTheFirstRecordOfATime() {
		Instant noon = Instant.parse("2026-01-31T12:00:00Z");
		this.broker.create("orders");
		for (int i = 0; i < 10; i++) {
			this.broker.producer()
				.send(new ProducerRecord<>("orders", null, noon.toEpochMilli() + (i - 5) * 1000L, null,
						("m" + i).getBytes(StandardCharsets.UTF_8)));
		}
		this.broker.producer().flush();
		TappetService service = start("orders", null, "kafka.start-from", noon);
		awaitHandled(names("m", 5, 10));
		send("orders", "n", 1);
		awaitHandled("n0");
		service.close();
		assertThat(this.calls.payloads()).doesNotContain(names("m", 0, 5));
		report("from a time on", 6, 0);
	}

	@Test
	void goesOnBehindRecordsThatWereRemovedWhileNobodyRead() {
		this.broker.create("orders");
		TappetService first = start("orders", null);
		send("orders", "m", 10);
		awaitHandled(names("m", 0, 10));
		first.close();
		send("orders", "n", 20);
		remove(25);
		TappetService second = start("orders", null);
		awaitHandled(names("n", 15, 20));
		Awaitility.await().atMost(PATIENCE).until(() -> gaps().equals(List.of("orders")));
		assertThat(trigger(second).counts().gaps()).isOne();
		Awaitility.await().atMost(PATIENCE).until(() -> second.backlog("orders-in").equals(new Backlog(0, 0)));
		report("15 records removed while nobody read", 30, 15);
	}

	@Test
	void goesOnBehindRecordsThatWereRemovedWhileItRead() {
		this.broker.create("orders");
		Semaphore gate = new Semaphore(0);
		TappetService service = start("orders", gate, "concurrency", 1, "kafka.count", 1);
		// More than is read ahead.
		String large = " ".repeat(400_000);
		this.broker.send("orders",
				IntStream.range(0, 60).mapToObj((i) -> ("m" + i + large).getBytes(StandardCharsets.UTF_8)).toList());
		awaitHandled("m0");
		remove(50);
		gate.release(1000);
		awaitHandled(names("m", 50, 60));
		Awaitility.await().atMost(PATIENCE).until(() -> gaps().equals(List.of("orders")));
		assertThat(trigger(service).counts().gaps()).isOne();
		int lost = 60 - this.calls.count();
		assertThat(lost).isPositive();
		report("records removed in front of a reader", 60, lost);
	}

	private void remove(long before) {
		KafkaBroker.answer(this.broker.admin()
			.deleteRecords(Map.of(new TopicPartition("orders", 0), RecordsToDelete.beforeOffset(before)))
			.all());
	}

	@Test
	void readsATopicThatWasMadeAnewFromItsBeginning() {
		this.broker.create("orders");
		TappetService service = start("orders", null);
		send("orders", "m", 10);
		awaitHandled(names("m", 0, 10));
		KafkaBroker.answer(this.broker.admin().deleteTopics(List.of("orders")).all());
		awaitReason(service, "there is no such topic", "'orders'");
		send("orders", "n", 30);
		awaitRunning(service);
		awaitHandled(names("n", 0, 30));
		Awaitility.await().atMost(PATIENCE).until(() -> service.backlog("orders-in").equals(new Backlog(0, 0)));
		assertThat(gaps()).containsExactly("orders");
		report("a topic deleted and made anew", 40, 0);
	}

	@Test
	void tellsAClusterThatDoesNotAnswerAtTheStartAndLater() {
		this.broker.create("orders");
		send("orders", "m", 10);
		this.broker.breakIt();
		TappetService service = start("orders", null);
		awaitReason(service, "set spring.kafka.");
		this.broker.mend();
		awaitRunning(service);
		awaitHandled(names("m", 0, 10));
		this.broker.breakIt();
		long broken = System.nanoTime();
		awaitReason(service, "set spring.kafka.");
		send("orders", "n", 10);
		this.broker.mend();
		awaitHandled(names("n", 0, 10));
		awaitRunning(service);
		System.out.printf("Kafka, a cluster away: nothing for %d ms%n",
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - broken));
		report("a cluster that was away at the start and later", 20, 0);
	}

	@Test
	void tellsHowOldTheBacklogIsAndHowManyWorkersCanShareIt() {
		KafkaBroker wide = new KafkaBroker(server, 4);
		wide.create("orders");
		long hourAgo = Instant.now().toEpochMilli() - Duration.ofHours(1).toMillis();
		Semaphore gate = new Semaphore(0);
		TappetService service = start("orders", gate, "concurrency", 3);
		assertThat(trigger(service).backlogAge()).succeedsWithin(PATIENCE).isEqualTo(Duration.ZERO);
		Stream.of(0, 60, 59, 58, 50)
			.forEach((minutes) -> this.broker.producer()
				.send(new ProducerRecord<>("orders", minutes % 4, hourAgo + Duration.ofMinutes(minutes).toMillis(),
						null, ("m" + minutes).getBytes(StandardCharsets.UTF_8))));
		this.broker.producer().flush();
		Awaitility.await().atMost(PATIENCE).until(() -> this.calls.count() == 3);
		// What was asked for a moment ago may be told once more.
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(age(service)).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(70)));
		assertThat(Objects.requireNonNull(trigger(service).workerLimit()).workers()).isEqualTo(4);
		gate.release(1000);
		Awaitility.await().atMost(PATIENCE).until(() -> Duration.ZERO.equals(age(service)));
		report("a backlog whose age was told", 5, 0);
		wide.admin().close();
		wide.producer().close();
	}

	private static @Nullable Duration age(TappetService service) {
		return trigger(service).backlogAge().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
	}

}
