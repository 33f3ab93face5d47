package dev.tappet.source.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.Held;
import dev.tappet.source.Workers;
import dev.tappet.source.Workers.Life;
import dev.tappet.support.TappetService;
import dev.tappet.support.Web;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is in a trigger's group and has how many partitions, as any of several instances
 * shows it.
 */
class KafkaWorkersIT {

	private static final int PARTITIONS = 6;

	@AutoClose
	private static final KafkaServer server = KafkaServer.start();

	private final KafkaBroker broker = new KafkaBroker(server, PARTITIONS);

	@ParameterizedTest
	@ValueSource(strings = { "classic", "consumer" })
	void showsWhoHasPartitions(String protocol) {
		try (TappetService first = service("worker-a", protocol)) {
			try (TappetService second = service("worker-b", protocol)) {
				awaitBoth(first);
				awaitBoth(second);
				first.trigger("orders").pause();
				try (KafkaConsumer<byte[], byte[]> legacy = legacy(protocol)) {
					eventually(() -> {
						legacy.poll(Duration.ofMillis(100));
						assertThat(shown(second))
							.contains("\"partitions\":2,\"state\":\"alive\"},{\"instance\":\"legacy-")
							.endsWith("\"partitions\":2,\"state\":\"foreign\"}]}");
					});
				}
				awaitBoth(second);
				this.broker.cutOff();
				eventually(
						() -> assertThat(shown(first)).contains("\"name\":\"orders\"").doesNotContain("\"workers\""));
				this.broker.mend();
				awaitBoth(first);
			}
			eventually(
					() -> assertThat(first.trigger("orders").workers().toCompletableFuture().get(20, TimeUnit.SECONDS))
						.isEqualTo(Workers.of(
								List.of(new Workers.Worker("worker-a", new Held.Partitions(PARTITIONS), Life.ALIVE)),
								1)));
		}
		finally {
			this.broker.close();
		}
		System.out.printf(
				"Kafka, %s, workers: sent 0, handled 0; 2 workers, 1 foreign member and %d partitions shown%n",
				protocol, PARTITIONS);
	}

	private TappetService service(String instance, String protocol) {
		TappetService.Builder builder = TappetService.builder()
			.instance(instance)
			.trigger("orders", this.broker.reading("orders"))
			.setting("tappet.triggers.orders.kafka.group-protocol", protocol)
			.setting("tappet.triggers.orders.kafka.group", "group-" + protocol)
			.handler("orders", String.class, (payload, context) -> {
			})
			.web();
		this.broker.connect(builder);
		return builder.start();
	}

	private static KafkaConsumer<byte[], byte[]> legacy(String protocol) {
		KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
				protocol.equals("classic") ? Map.of("bootstrap.servers", server.direct(), "client.id", "legacy",
						"group.id", "group-classic", "partition.assignment.strategy",
						"org.apache.kafka.clients.consumer.CooperativeStickyAssignor", "enable.auto.commit", false)
						: Map.of("bootstrap.servers", server.direct(), "client.id", "legacy", "group.id",
								"group-consumer", "group.protocol", "consumer", "enable.auto.commit", false),
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
		consumer.subscribe(List.of("orders"));
		return consumer;
	}

	private static String shown(TappetService service) {
		return new Web(service.port()).get("/triggers/orders").body();
	}

	private static void awaitBoth(TappetService service) {
		eventually(() -> assertThat(shown(service))
			.endsWith("\"workers\":[{\"instance\":\"worker-a\",\"partitions\":3,\"state\":\"alive\"},"
					+ "{\"instance\":\"worker-b\",\"partitions\":3,\"state\":\"alive\"}]}"));
	}

	private static void eventually(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
	}

}
