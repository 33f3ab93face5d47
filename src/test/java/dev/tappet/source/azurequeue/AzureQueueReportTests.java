package dev.tappet.source.azurequeue;

import java.util.Map;
import java.util.function.Consumer;

import dev.tappet.configuration.InvalidConfigurationException;
import dev.tappet.support.TappetService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the report of a start says of triggers on queues.
 */
class AzureQueueReportTests {

	private static TappetService.Builder reading(Map<String, ?> settings) {
		return TappetService.builder()
			.trigger("orders", Map.of("azure-queue.queue-name", "orders", "handler", "log"))
			.trigger("orders", settings);
	}

	private static void refused(TappetService.Builder service, Consumer<InvalidConfigurationException> report) {
		assertThatThrownBy(service::startAnyway).rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationException.class, report::accept);
	}

	private static void refused(TappetService.Builder service, String key, String... words) {
		refused(service, (report) -> assertThat(report.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.key()).isEqualTo(key);
			assertThat(problem.problem() + " " + problem.remedy()).contains(words);
		}));
	}

	private static TappetService.Builder developing(Map<String, ?> settings) {
		return reading(settings).setting("AzureWebJobsStorage", "UseDevelopmentStorage=true");
	}

	@Test
	void saysThatThereIsNoConnection() {
		refused(reading(Map.of()), "tappet.triggers.orders.connection", "'AzureWebJobsStorage'",
				"UseDevelopmentStorage=true", "tappet.connections");
	}

	@Test
	void saysWhatIsWrongWithTheDefaultConnectionAndNotItsValue() {
		refused(reading(Map.of()).setting("AzureWebJobsStorage", "AccountName=a;AccountKey=hunter2!"), (report) -> {
			assertThat(report.problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.problem()).contains("AccountKey is not base64"));
			assertThat(report).hasMessageNotContaining("hunter2");
		});
	}

	@Test
	void saysThatAKeyIsNoBase64AndDoesNotShowIt() {
		refused(reading(Map.of("connection", "store"))
			.setting("tappet.connections.store.azure-storage.connection-string", "AccountName=a;AccountKey=hunter2!"),
				(report) -> {
					assertThat(report.problems()).singleElement().satisfies((problem) -> {
						assertThat(problem.key()).isEqualTo("tappet.connections.store.azure-storage.connection-string");
						assertThat(problem.problem()).isEqualTo("Its AccountKey is not base64.");
						assertThat(problem.value()).isEqualTo("AccountName=a;AccountKey=******");
					});
				});
	}

	@Test
	void tellsTheRuleForTheNameOfAQueue() {
		refused(developing(Map.of("azure-queue.queue-name", "Orders")), "tappet.triggers.orders.azure-queue.queue-name",
				"lower-case letters");
	}

	@Test
	void tellsTheRangeOfABatch() {
		refused(developing(Map.of("azure-queue.batch-size", "33")), "tappet.triggers.orders.azure-queue.batch-size",
				"32");
	}

	@Test
	void refusesAnOrderThatQueuesDoNotHave() {
		refused(developing(Map.of("ordering", "strict")), "tappet.triggers.orders.ordering", "keeps no order");
	}

	@Test
	void answersTheOptionsOfAzuresTrigger() {
		refused(developing(Map.of("azure-queue.visibilityTimeout", "00:00:30")),
				"tappet.triggers.orders.azure-queue.visibilityTimeout", "'retry.initial-delay'");
		refused(developing(Map.of("azure-queue.maxDequeueCount", "5")),
				"tappet.triggers.orders.azure-queue.maxDequeueCount", "'retry.max-attempts'");
		refused(developing(Map.of("azure-queue.newBatchThreshold", "8")),
				"tappet.triggers.orders.azure-queue.newBatchThreshold", "'concurrency'");
	}

	@Test
	void refusesTwoTriggersOnOneQueue() {
		refused(developing(Map.of()).trigger("returns", Map.of("azure-queue.queue-name", "orders", "handler", "log")),
				"tappet.triggers.orders.azure-queue.queue-name", "'returns'");
	}

	@Test
	void refusesAConnectionOfAnotherKind() {
		refused(developing(Map.of("connection", "events")).setting("tappet.connections.events.kafka.bootstrap-servers",
				"127.0.0.1:1"), "tappet.triggers.orders.connection", "'azure-storage'");
	}

}
