package dev.tappet.source.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.tappet.handler.TriggerHandler;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that come and go while records are handled: each record is handled once.
 */
class KafkaRebalanceIT {

	private static final int RECORDS = 4000;

	@AutoClose
	private static final KafkaServer server = KafkaServer.start();

	private final List<TappetService> services = new ArrayList<>();

	private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();

	private KafkaBroker broker;

	@BeforeEach
	void connect() {
		this.broker = new KafkaBroker(server, 8);
	}

	@AfterEach
	void end() {
		this.services.forEach(TappetService::close);
		this.broker.close();
	}

	private TappetService start(String protocol) {
		TappetService.Builder builder = TappetService.builder()
			.trigger("orders-in",
					Map.of("kafka.topic", "orders", "kafka.group-protocol", protocol, "concurrency", 20, "handler",
							"orders-in"))
			.handler("orders-in", String.class, (TriggerHandler<String>) (payload, context) -> {
				this.handled.computeIfAbsent(payload, (key) -> new AtomicInteger()).incrementAndGet();
				Thread.sleep(20);
			});
		this.broker.connect(builder);
		TappetService service = builder.start();
		this.services.add(service);
		return service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "classic", "consumer" })
	void handlesEachRecordOnceWhileWorkersJoinAndLeave(String protocol) {
		this.broker.create("orders");
		TappetService first = start(protocol);
		this.broker.send("orders",
				IntStream.range(0, RECORDS).mapToObj((i) -> ("m" + i).getBytes(StandardCharsets.UTF_8)).toList());
		awaitHandled(300);
		start(protocol);
		awaitHandled(1000);
		start(protocol);
		awaitHandled(1700);
		first.close();
		awaitHandled(RECORDS);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.broker.unfinished("orders-in", "orders") == 0);
		long doubled = this.handled.values().stream().filter((times) -> times.get() > 1).count();
		System.out.printf("Kafka, %s, two workers joining and one leaving: sent %d, handled %d, doubled %d, lost %d%n",
				protocol, RECORDS, this.handled.size(), doubled, RECORDS - this.handled.size());
		assertThat(doubled).isZero();
	}

	private void awaitHandled(int records) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.handled.size() >= records);
	}

}
