package dev.tappet.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.tappet.dispatch.Failure;
import dev.tappet.runtime.TriggerCounts;
import dev.tappet.source.Held;
import dev.tappet.source.Workers;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EndpointsTests {

	@Test
	void showsTriggers() {
		TestTrigger orders = TestTrigger.stream("orders", "orders", "orders-eu").failing("no Redis at localhost:6379");
		orders.inFlight = 3;
		orders.counts = new TriggerCounts(1, 2, 3, 4, 5, 6);
		orders.lastError = new Failure(Instant.parse("2030-01-02T03:04:05Z"), "java.io.IOException",
				"java.io.IOException: cannot read {\"card\":4711}");
		String ordersJson = """
				{"name":"orders","type":"redis-stream","source":["orders","orders-eu"],"handler":"ordersHandler",
				"connection":"default","state":"failing","reason":"no Redis at localhost:6379","inFlight":3,
				"counts":{"completed":1,"retried":2,"deadLettered":3,"dropped":4,"takenOver":5,"restarts":6,"gaps":0},
				"lastError":{"at":"2030-01-02T03:04:05Z","message":"java.io.IOException"}}""";
		String alertsJson = """
				{"name":"alerts","type":"redis-pubsub","source":"alerts.*","handler":"alertsHandler",
				"connection":"reporting","state":"running","inFlight":0,
				"counts":{"completed":0,"retried":0,"deadLettered":0,"dropped":0,"takenOver":0,"restarts":0,"gaps":0}}""";
		withService((client) -> {
			expect(client, "/actuator/triggers", 200, "{\"triggers\":[" + ordersJson + "," + alertsJson + "]}");
			expect(client, "/actuator/triggers/orders", 200, ordersJson);
			expect(client, "/actuator/triggers/alerts", 200, alertsJson);
			expectUnknown(client, "/actuator/triggers/unknown");
		}, orders, TestTrigger.pubSub("alerts", Subscription.PATTERN, "alerts.*").on("reporting"));
	}

	@Test
	void showsWhoWorksForOneTriggerWhereThatIsKnown() {
		TestTrigger orders = TestTrigger.stream("orders", "orders");
		orders.workers = () -> CompletableFuture.completedFuture(
				new Workers(List.of(new Workers.Worker("worker-a", new Held.Messages(3), Workers.Life.ALIVE),
						new Workers.Worker("worker-b", new Held.Partitions(1), Workers.Life.GONE),
						new Workers.Worker("worker-c", Held.UNKNOWN, Workers.Life.ALIVE),
						new Workers.Worker("legacy", new Held.Messages(0), Workers.Life.FOREIGN)), 7));
		TestTrigger mails = TestTrigger.list("mails", "mails");
		mails.workers = () -> CompletableFuture.failedFuture(new IllegalStateException("no Redis"));
		String begin = """
				{"name":"%s","type":"%s","source":"%s","handler":"%sHandler","connection":"default",
				"state":"running","inFlight":0,"counts":{"completed":0,"retried":0,"deadLettered":0,"dropped":0,
				"takenOver":0,"restarts":0,"gaps":0}""";
		String ordersJson = begin.formatted("orders", "redis-stream", "orders", "orders");
		String mailsJson = begin.formatted("mails", "redis-list", "mails", "mails") + "}";
		String silentJson = begin.formatted("silent", "redis-list", "silent", "silent") + "}";
		withService((client) -> {
			expect(client, "/actuator/triggers/orders", 200, ordersJson + """
					,"workers":[{"instance":"worker-a","held":3,"state":"alive"},
					{"instance":"worker-b","partitions":1,"state":"gone"},
					{"instance":"worker-c","state":"alive"},
					{"instance":"legacy","held":0,"state":"foreign"}],"moreWorkers":7}""");
			expect(client, "/actuator/triggers/mails", 200, mailsJson);
			expect(client, "/actuator/triggers/silent", 200, silentJson);
			expect(client, "/actuator/triggers", 200,
					"{\"triggers\":[" + ordersJson + "}," + mailsJson + "," + silentJson + "]}");
		}, orders, mails, TestTrigger.list("silent", "silent").withoutAnswer());
	}

	@Test
	void hintsAtTheScale() {
		withService((client) -> {
			String orders = """
					{"trigger":"order-created","backlog":1200,"waiting":1000,"inFlight":200,
					"messagesPerWorker":100,"desiredWorkers":12}""";
			String jobs = """
					{"trigger":"jobs","backlog":0,"waiting":0,"inFlight":0,"messagesPerWorker":100,
					"desiredWorkers":0}""";
			expect(client, "/actuator/scaling", 200,
					"{\"triggers\":[" + orders + "," + jobs + "],\"desiredWorkers\":12}");
			expect(client, "/actuator/scaling/order-created", 200, orders);
			expect(client, "/actuator/scaling/alerts", 200, "{\"trigger\":\"alerts\",\"messagesPerWorker\":100}");
			expect(client, "/actuator/scaling/old", 200, "{\"trigger\":\"old\",\"messagesPerWorker\":100}");
			expectUnknown(client, "/actuator/scaling/unknown");
		}, TestTrigger.stream("order-created", "orders").withBacklog(1000, 200),
				TestTrigger.list("jobs", "jobs").withBacklog(0, 0),
				TestTrigger.pubSub("alerts", Subscription.CHANNEL, "alerts"),
				TestTrigger.list("old", "old").disabled().withBacklog(7000, 0).counted());
	}

	@Test
	void hintsAtNoMoreWorkersThanCanShareTheWork() {
		withService((client) -> {
			String orders = """
					{"trigger":"orders","backlog":1200,"waiting":1000,"inFlight":200,
					"messagesPerWorker":100,"desiredWorkers":4}""";
			String jobs = """
					{"trigger":"jobs","backlog":500,"waiting":500,"inFlight":0,"messagesPerWorker":100,
					"desiredWorkers":5}""";
			expect(client, "/actuator/scaling/orders", 200, orders);
			expect(client, "/actuator/scaling", 200,
					"{\"triggers\":[" + orders + "," + jobs + "],\"desiredWorkers\":5}");
		}, TestTrigger.stream("orders", "orders").withBacklog(1000, 200).limitedTo(4),
				TestTrigger.stream("jobs", "jobs").strict().withBacklog(500, 0));
	}

	@Test
	void hintsAtNoScaleWhileABacklogIsUnknown() {
		withService((client) -> {
			String orders = """
					{"trigger":"orders","backlog":100,"waiting":100,"inFlight":0,"messagesPerWorker":100,
					"desiredWorkers":1}""";
			String jobs = """
					{"trigger":"jobs","backlog":null,"waiting":null,"inFlight":null,"messagesPerWorker":100,
					"desiredWorkers":null,"error":"connection refused"}""";
			expect(client, "/actuator/scaling", 503,
					"{\"triggers\":[" + orders + "," + jobs + "],\"desiredWorkers\":null}");
			expect(client, "/actuator/scaling/jobs", 503, jobs);
			expect(client, "/actuator/scaling/orders", 200, orders);
		}, TestTrigger.stream("orders", "orders").withBacklog(100, 0),
				TestTrigger.list("jobs", "jobs").withUnreadableBacklog("connection refused"));
	}

	@Test
	void hintsAtTheScaleWhateverIsKnownOfADisabledTrigger() {
		withService((client) -> {
			String orders = """
					{"trigger":"orders","backlog":100,"waiting":100,"inFlight":0,"messagesPerWorker":100,
					"desiredWorkers":1}""";
			expect(client, "/actuator/scaling", 200, "{\"triggers\":[" + orders + "],\"desiredWorkers\":1}");
		}, TestTrigger.stream("orders", "orders").withBacklog(100, 0),
				TestTrigger.list("old", "old").disabled().withUnreadableBacklog("connection refused").counted());
	}

	@Test
	void hintsAtNoScaleWithoutABacklog() {
		withService((client) -> expect(client, "/actuator/scaling", 200, "{\"triggers\":[],\"desiredWorkers\":null}"));
	}

	@Test
	void answersWithinABoundedTimeWhenRedisDoesNot() {
		withService((client) -> expect(client, "/actuator/scaling/orders", 503, """
				{"trigger":"orders","backlog":null,"waiting":null,"inFlight":null,"messagesPerWorker":100,
				"desiredWorkers":null,"error":"no Redis"}"""),
				TestTrigger.stream("orders", "orders").failing("no Redis").withoutAnswer());
	}

	@Test
	void showsHealthAndMetrics() {
		withService((client) -> {
			expect(client, "/actuator/health/triggers", 503, """
					{"status":"DOWN","details":{
					"orders":{"status":"DOWN","state":"failing","reason":"no Redis"},
					"jobs":{"status":"UP","state":"running"}}}""");
			String metrics = client.get()
				.uri("/actuator/prometheus")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.returnResult()
				.getResponseBody();
			assertThat(metrics).contains(
					"tappet_handler_seconds_count{outcome=\"success\",trigger=\"jobs\",type=\"redis-list\"} 0",
					"tappet_backlog{trigger=\"jobs\",type=\"redis-list\"} 5.0",
					"tappet_backlog{trigger=\"orders\",type=\"redis-stream\"} NaN");
		}, TestTrigger.stream("orders", "orders").failing("no Redis").withUnreadableBacklog("no Redis"),
				TestTrigger.list("jobs", "jobs").withBacklog(5, 0));
	}

	@Test
	void endsTheStartWithOneLine(CapturedOutput output) {
		withService((client) -> {
			assertThat(output.getOut().strip().lines().toList().getLast()).contains("INFO")
				.containsPattern("1 of 2 triggers running \\(1 failing\\)\\. "
						+ "Health: http://localhost:\\d+/actuator/health\\. "
						+ "Metrics: http://localhost:\\d+/actuator/prometheus\\. "
						+ "Fire 'orders': redis-cli SET a b # default$");
		}, TestTrigger.stream("orders", "orders"), TestTrigger.list("jobs", "jobs").failing("no Redis"));
	}

	@Test
	void makesHistogramsOfTimersByTheKeysOfSpringBoot() {
		withService((client) -> {
			String metrics = client.get()
				.uri("/actuator/prometheus")
				.exchange()
				.expectBody(String.class)
				.returnResult()
				.getResponseBody();
			assertThat(metrics).contains("tappet_handler_seconds_bucket{outcome=\"success\"",
					"tappet_delivery_delay_seconds_bucket{trigger=\"orders\",type=\"redis-stream\",le=\"0.1\"}",
					"tappet_delivery_delay_seconds_bucket{trigger=\"orders\",type=\"redis-stream\",le=\"30.0\"}");
		}, List.of("management.metrics.distribution.percentiles-histogram.tappet.handler=true",
				"management.metrics.distribution.slo.tappet.delivery.delay=100ms,1s,30s"),
				TestTrigger.stream("orders", "orders"));
	}

	private static void expect(WebTestClient client, String path, int status, String json) {
		client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectBody()
			.json(json, JsonCompareMode.STRICT);
	}

	private static void expectUnknown(WebTestClient client, String path) {
		client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.json("""
					{"title":"Not Found","status":404,"detail":"There is no trigger named 'unknown'."}""",
					JsonCompareMode.STRICT);
	}

	private static void withService(Consumer<WebTestClient> test, TestTrigger... triggers) {
		withService(test, List.of(), triggers);
	}

	private static void withService(Consumer<WebTestClient> test, List<String> properties, TestTrigger... triggers) {
		SpringApplication application = new SpringApplicationBuilder(OperateApplication.class)
			.properties("server.port=0", "management.endpoints.web.exposure.include=*",
					"management.endpoint.health.show-details=always")
			.properties(properties.toArray(String[]::new))
			.initializers((context) -> {
				for (TestTrigger trigger : triggers) {
					context.getBeanFactory().registerSingleton(trigger.definition().name() + "-trigger", trigger);
				}
			})
			.build();
		try (ConfigurableApplicationContext context = application.run()) {
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			test.accept(WebTestClient.bindToServer()
				.baseUrl("http://localhost:" + port)
				.responseTimeout(Duration.ofSeconds(10))
				.build());
		}
	}

}
