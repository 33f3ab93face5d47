package dev.tappet.source.azurequeue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClient;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerState;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trigger on a queue of the stub, and a sender beside it that nothing disturbs.
 */
abstract class StubbedQueue {

	static final String TRIGGER = "orders-in";

	static final String QUEUE = "orders";

	static final Duration LEASE = Duration.ofSeconds(3);

	final QueueServiceStub stub = QueueServiceStub.start();

	final QueueServiceClient observer = AzureQueueBroker.observer(this.stub.port());

	final Deliveries deliveries = new Deliveries();

	final List<String> sent = new ArrayList<>();

	final List<TappetService> services = new ArrayList<>();

	@AfterEach
	void end() {
		this.stub.heal();
		this.services.forEach(TappetService::close);
		this.stub.close();
	}

	final TappetService start(String connection, TriggerHandler<String> handler) {
		TappetService service = TappetService.builder()
			.setting("AzureWebJobsStorage", connection)
			.trigger(TRIGGER,
					Map.of("azure-queue.queue-name", QUEUE, "azure-queue.max-polling-interval", "200ms",
							"azure-queue.lease", LEASE.toSeconds() + "s", "retry.initial-delay", "1s"))
			.handler(TRIGGER, String.class, handler)
			.start();
		this.services.add(service);
		return service;
	}

	final Trigger start(TriggerHandler<String> handler) {
		return start(this.stub.connectionString(), handler).trigger(TRIGGER);
	}

	final void send(String prefix, int count) {
		QueueClient queue = this.observer.getQueueClient(QUEUE);
		IntStream.range(0, count).mapToObj((i) -> prefix + i).forEach((payload) -> {
			queue.sendMessage(Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)));
			this.sent.add(payload);
		});
	}

	static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
	}

	final void awaitDone() {
		this.deliveries.await(this.sent.size());
		eventually().until(() -> this.stub.count(QUEUE) == 0);
	}

	static String awaitTold(Trigger trigger, String remedy) {
		eventually().untilAsserted(() -> {
			assertThat(trigger.state()).isEqualTo(TriggerState.FAILING);
			assertThat(trigger.reason()).contains(remedy);
		});
		return String.valueOf(trigger.reason());
	}

	static void awaitHealed(Trigger trigger) {
		eventually().untilAsserted(() -> {
			assertThat(trigger.state()).isEqualTo(TriggerState.RUNNING);
			assertThat(trigger.reason()).isNull();
		});
	}

}
