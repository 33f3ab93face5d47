package dev.tappet.source.azurequeue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import dev.tappet.handler.RejectMessage;
import dev.tappet.support.TappetService;
import dev.tappet.support.Web;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator does with a trigger on a queue, by the endpoints.
 */
class AzureQueueEndpointsIT extends StubbedQueue {

	private Web web;

	@BeforeEach
	void startService() {
		TappetService service = TappetService.builder()
			.setting("AzureWebJobsStorage", this.stub.connectionString())
			.trigger(TRIGGER, Map.of("azure-queue.queue-name", QUEUE, "azure-queue.max-polling-interval", "200ms"))
			.handler(TRIGGER, String.class, (payload, context) -> {
				if (payload.startsWith("bad") && !context.replay()) {
					throw new RejectMessage("no such customer");
				}
				this.deliveries.add(payload, context);
			})
			.setting("management.endpoints.web.exposure.include", "*")
			.setting("management.endpoint.deadletters.access", "unrestricted")
			.setting("management.endpoint.invoke.access", "unrestricted")
			.web()
			.start();
		this.services.add(service);
		this.web = new Web(service.port());
	}

	private String act(String json) {
		HttpResponse<String> response = this.web.post("/deadletters/" + TRIGGER, json);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	@Test
	void showsReplaysAndDeletesDeadLetters() {
		send("bad", 5);
		eventually().until(() -> this.stub.count(QUEUE + "-poison") == 5 && this.stub.count(QUEUE) == 0);
		String page = this.web.get("/deadletters/" + TRIGGER + "?count=2").body();
		assertThat(page).contains("\"total\":5", "rejected: no such customer", "\"text\":\"bad", "\"next\":");
		assertThat(act("{\"action\":\"replay\",\"all\":true,\"dryRun\":true}")).contains("\"count\":5");
		String id = page.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
		assertThat(act("{\"action\":\"delete\",\"ids\":[\"%s\"]}".formatted(id))).contains("\"count\":1");
		assertThat(act("{\"action\":\"delete\",\"ids\":[\"%s\"]}".formatted(id))).contains("\"count\":0");
		assertThat(act("{\"action\":\"replay\",\"reason\":\"CUSTOMER\"}")).contains("\"count\":4");
		this.deliveries.await(4);
		eventually().until(() -> this.stub.count(QUEUE) == 0);
		assertThat(this.deliveries.all()).hasSize(4);
		assertThat(this.stub.count(QUEUE + "-poison")).isZero();
		System.out.printf("Azure queue, dead letters: sent 5, deleted 1, replayed 4, doubled %d, lost 0%n",
				this.deliveries.doubled());
	}

	@Test
	void replaysAnEditedCopy() {
		send("bad", 2);
		eventually().until(() -> this.stub.count(QUEUE + "-poison") == 2 && this.stub.count(QUEUE) == 0);
		String page = this.web.get("/deadletters/" + TRIGGER).body();
		String id = page.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
		HttpResponse<String> long64 = this.web.post("/deadletters/" + TRIGGER,
				"{\"action\":\"replay\",\"ids\":[\"%s\"],\"payload\":\"%s\"}".formatted(id, "x".repeat(49153)));
		assertThat(long64.statusCode()).as(long64.body()).isEqualTo(400);
		assertThat(long64.body()).contains("up to 65536 bytes");
		assertThat(act("{\"action\":\"replay\",\"ids\":[\"%s\"],\"payload\":\"good\"}".formatted(id)))
			.contains("\"count\":1");
		this.deliveries.await(1);
		eventually().until(() -> this.stub.count(QUEUE) == 0);
		assertThat(this.deliveries.payloads()).isEqualTo(List.of("good"));
		assertThat(this.stub.count(QUEUE + "-poison")).isEqualTo(1);
		System.out.println("Azure queue, an edited copy: sent 2, replayed 1, handled 1, dead letters 1");
	}

	@Test
	void callsTheHandlerOnceWithoutTheQueue() {
		long before = this.stub.count(QUEUE);
		assertThat(this.web.post("/invoke/" + TRIGGER, "{\"payload\":\"typed\"}").body())
			.contains("\"outcome\":\"success\"");
		assertThat(this.web.post("/invoke/" + TRIGGER, "{\"payload\":\"bad\"}").body())
			.contains("\"outcome\":\"rejected\"");
		assertThat(this.deliveries.payloads()).isEqualTo(List.of("typed"));
		assertThat(this.stub.count(QUEUE)).isEqualTo((int) before);
		assertThat(this.stub.count(QUEUE + "-poison")).isZero();
		System.out.println("Azure queue, a test call: sent 0, called 2, handled 1, rejected 1, dead letters 0");
	}

	@Test
	void saysThatTheServiceDoesNotAnswerOrThatThereIsNoSuchTrigger() {
		this.stub.fail(StubFault.forbidden());
		HttpResponse<String> refused = this.web.get("/deadletters/" + TRIGGER);
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(refused.body()).contains("Storage Queue Data Contributor");
		assertThat(this.web.get("/deadletters/none").statusCode()).isEqualTo(404);
		assertThat(this.web.post("/invoke/none", "{\"payload\":\"x\"}").statusCode()).isEqualTo(404);
	}

}
