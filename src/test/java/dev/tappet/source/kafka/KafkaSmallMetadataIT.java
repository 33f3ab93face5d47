package dev.tappet.source.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.tappet.handler.TriggerHandler;
import dev.tappet.support.TappetService;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A broker that takes less metadata with a commit than others do: nothing is lost, and no
 * more is repeated than there was no room to tell of.
 */
class KafkaSmallMetadataIT {

	private static final int RECORDS = 1500;

	private static final int LIMIT = 48;

	/** The first record that fails in the first worker. */
	private static final int FIRST_FAILING = 100;

	@AutoClose
	private static final KafkaServer server = KafkaServer.start("offset.metadata.max.bytes=" + LIMIT);

	private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();

	private KafkaBroker broker;

	@BeforeEach
	void connect() {
		this.broker = new KafkaBroker(server, 1);
		this.broker.create("orders");
	}

	@AfterEach
	void end() {
		this.broker.close();
	}

	private TappetService start(String protocol, TriggerHandler<String> handler) {
		TappetService.Builder builder = TappetService.builder()
			.trigger("orders-in",
					Map.of("kafka.topic", "orders", "kafka.group-protocol", protocol, "concurrency", 50, "handler",
							"orders-in", "retry.initial-delay", "1h", "retry.max-delay", "1h"))
			.handler("orders-in", String.class, (TriggerHandler<String>) (payload, context) -> {
				handler.handle(payload, context);
				this.handled.computeIfAbsent(payload, (key) -> new AtomicInteger()).incrementAndGet();
			});
		this.broker.connect(builder);
		return builder.start();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
	}

	@ParameterizedTest
	@ValueSource(strings = { "classic", "consumer" })
	void losesNothingOfWhatItCannotBeTold(String protocol) {
		Random random = new Random(1);
		boolean[] failing = new boolean[RECORDS];
		for (int i = FIRST_FAILING; i < RECORDS; i++) {
			failing[i] = i == FIRST_FAILING || random.nextInt(4) == 0;
		}
		int succeeding = (int) IntStream.range(0, RECORDS).filter((i) -> !failing[i]).count();
		this.broker.send("orders",
				IntStream.range(0, RECORDS).mapToObj((i) -> ("m" + i).getBytes(StandardCharsets.UTF_8)).toList());
		TappetService first = start(protocol, (payload, context) -> {
			if (failing[Integer.parseInt(payload.substring(1))]) {
				throw new IllegalStateException("not here");
			}
		});
		int before = begunAndHeldUp(succeeding);
		first.close();
		var committed = Objects.requireNonNull(this.broker.committed("orders-in").get(new TopicPartition("orders", 0)));
		assertThat(committed.offset()).isEqualTo(FIRST_FAILING);
		assertThat(committed.metadata()).hasSizeBetween(1, LIMIT);
		try (TappetService second = start(protocol, (payload, context) -> {
		})) {
			eventually().until(() -> this.broker.unfinished("orders-in", "orders") == 0);
		}
		long doubled = this.handled.values().stream().filter((times) -> times.get() > 1).count();
		System.out.printf(
				"Kafka, %s, a broker that takes %d characters of metadata: sent %d, handled %d, doubled %d "
						+ "(of %d that were done behind an unfinished one), lost %d%n",
				protocol, LIMIT, RECORDS, this.handled.size(), doubled, before - FIRST_FAILING,
				RECORDS - this.handled.size());
		assertThat(this.handled).hasSize(RECORDS);
		assertThat(doubled).isLessThanOrEqualTo(before - FIRST_FAILING);
	}

	/**
	 * Waits until all is done that will be while so much is unfinished; tells how much.
	 */
	private int begunAndHeldUp(int succeeding) {
		AtomicInteger last = new AtomicInteger(-1);
		eventually().during(Duration.ofSeconds(1))
			.until(() -> this.handled.size() > FIRST_FAILING && (this.handled.size() == succeeding
					|| last.getAndSet(this.handled.size()) == this.handled.size()));
		return this.handled.size();
	}

}
