package dev.tappet.source.kafka;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.runtime.Trigger;
import dev.tappet.source.Backlog;
import dev.tappet.support.Calls;
import dev.tappet.support.TappetService;
import dev.tappet.support.Web;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees of a trigger on a topic and does with it, by the endpoints.
 */
class KafkaEndpointsIT {

	@AutoClose
	private static final KafkaServer server = KafkaServer.start();

	private final KafkaBroker broker = new KafkaBroker(server, 2);

	private final Calls calls = new Calls();

	private TappetService service;

	private Web web;

	@BeforeEach
	void start() {
		TappetService.Builder builder = TappetService.builder()
			.trigger("orders", this.broker.reading("orders"))
			.trigger("off", Map.of("enabled", false, "kafka.topic", "orders", "kafka.group", "nobody"))
			.handler("orders", String.class, this::handle)
			.handler("off", String.class, this::handle)
			.setting("management.endpoints.web.exposure.include", "*")
			.setting("management.endpoint.deadletters.access", "unrestricted")
			.setting("management.endpoint.invoke.access", "unrestricted")
			.web();
		this.broker.connect(builder);
		this.service = builder.start();
		this.web = new Web(this.service.port());
	}

	@AfterEach
	void stop() {
		this.service.close();
		this.broker.close();
	}

	private void handle(String payload, TriggerContext context) {
		if (payload.startsWith("bad") && !context.replay()) {
			throw new RejectMessage("no such customer");
		}
		this.calls.add(payload, context);
	}

	private void send(String prefix, int count) {
		this.broker.send("orders",
				IntStream.range(0, count).mapToObj((i) -> (prefix + i).getBytes(StandardCharsets.UTF_8)).toList());
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50));
	}

	private String act(String json) {
		HttpResponse<String> response = this.web.post("/deadletters/orders", json);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

	@Test
	void showsReplaysAndDeletesDeadLetters() {
		send("bad", 5);
		eventually().until(() -> this.web.get("/deadletters/orders").body().contains("\"total\":5"));
		String page = this.web.get("/deadletters/orders?count=2").body();
		assertThat(page).contains("rejected: no such customer", "\"text\":\"bad", "\"next\":");
		assertThat(act("{\"action\":\"replay\",\"all\":true,\"dryRun\":true}")).contains("\"count\":5");
		String id = page.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
		assertThat(act("{\"action\":\"delete\",\"ids\":[\"%s\"]}".formatted(id))).contains("\"count\":1");
		assertThat(act("{\"action\":\"delete\",\"ids\":[\"%s\"]}".formatted(id))).contains("\"count\":0");
		assertThat(act("{\"action\":\"replay\",\"reason\":\"CUSTOMER\"}")).contains("\"count\":4");
		eventually().until(() -> this.calls.payloads().size() == 4);
		assertThat(this.web.get("/deadletters/orders").body()).contains("\"total\":0", "\"deadLetters\":[]");
		eventually().until(() -> this.broker.unfinished("orders", "orders") == 0);
		assertThat(this.calls.payloads()).doesNotHaveDuplicates().hasSize(4);
		assertThat(this.web.get("/deadletters/none").statusCode()).isEqualTo(404);
		System.out.println("Kafka, dead letters by the endpoint: sent 5, deleted 1, replayed 4, doubled 0, lost 0");
	}

	@Test
	void replaysAnEditedCopy() {
		KafkaBroker.answer(this.broker.admin()
			.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, "orders"),
					List.of(new AlterConfigOp(new ConfigEntry("max.message.bytes", "1000"), AlterConfigOp.OpType.SET))))
			.all());
		send("bad", 2);
		eventually().until(() -> this.web.get("/deadletters/orders").body().contains("\"total\":2"));
		String page = this.web.get("/deadletters/orders").body();
		String id = page.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
		String json = "{\"action\":\"replay\",\"ids\":[\"%s\"],\"payload\":\"%s\"}";
		HttpResponse<String> large = this.web.post("/deadletters/orders", json.formatted(id, "x".repeat(2000)));
		assertThat(large.statusCode()).as(large.body()).isEqualTo(400);
		assertThat(act(json.formatted(id, "good"))).contains("\"count\":1");
		eventually().until(() -> this.calls.payloads().size() == 1);
		assertThat(this.calls.payloads()).containsExactly("good");
		assertThat(this.web.get("/deadletters/orders").body()).contains("\"total\":1").doesNotContain(id);
		System.out.println("Kafka, an edited copy: sent 2, replayed 1, handled 1, dead letters 1");
	}

	@Test
	void callsTheHandlerOnceWithoutTheTopic() {
		assertThat(this.web.post("/invoke/orders", "{\"payload\":\"typed\"}").body())
			.contains("\"outcome\":\"success\"");
		assertThat(this.web.post("/invoke/orders", "{\"payload\":\"bad\"}").body())
			.contains("\"outcome\":\"rejected\"");
		assertThat(this.calls.payloads()).isEqualTo(List.of("typed"));
		assertThat(this.broker.unfinished("orders", "orders")).isZero();
		assertThat(this.broker.deadLetters("orders", "orders")).isEmpty();
		System.out.println("Kafka, a test call: sent 0, called 2, handled 1, rejected 1, dead letters 0");
	}

	@Test
	void knowsWhatWaitsForThisInstanceAndAsksNothingForADisabledTrigger() {
		Trigger trigger = this.service.trigger("orders");
		send("first", 10);
		eventually().until(() -> this.calls.payloads().size() == 10);
		eventually().until(() -> share(trigger) == 0);
		trigger.pause();
		send("later", 7);
		eventually().until(() -> share(trigger) == 7);
		assertThat(trigger.takesAnything()).isTrue();
		trigger.resume();
		eventually().until(() -> this.calls.payloads().size() == 17);
		eventually().until(() -> share(trigger) == 0);
		assertThat(this.service.scrape()).noneMatch((line) -> line.startsWith("tappet_backlog{trigger=\"off\""));
		assertThat(this.calls.payloads()).doesNotHaveDuplicates();
		System.out.println("Kafka, what waits here: sent 17, handled 17, doubled 0, lost 0; 7 seen waiting");
	}

	private long share(Trigger trigger) {
		Backlog all = this.service.backlog("orders");
		return trigger.share(all).waiting();
	}

}
