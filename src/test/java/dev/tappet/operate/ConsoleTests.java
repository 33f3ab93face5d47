package dev.tappet.operate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ConsoleTests {

	private static final String ENABLED = "tappet.console.enabled=true";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=";

	private static final Pattern FILES = Pattern.compile("(?:src|href)=\"(console/[^\"]+)\"|from '\\./([^']+)'");

	private final TestTrigger orders = TestTrigger.stream("orders", "orders").withBacklog(7, 2);

	@Test
	void isNotThereUnlessItIsEnabled() {
		try (TestEndpoints service = TestEndpoints.of("spring.main.banner-mode=off", this.orders)) {
			assertThat(service.getPage("/console").status()).isEqualTo(404);
			assertThat(service.getPage("/console/live").status()).isEqualTo(404);
		}
	}

	@Test
	void servesThePageAndTellsWhatMayBeDone() throws Exception {
		String[] settings = { ENABLED, EXPOSED + "triggers,scaling,deadletters,invoke",
				"management.endpoint.triggers.access=unrestricted" };
		try (TestEndpoints service = new TestEndpoints(settings, this.orders)) {
			TestEndpoints.Answer page = service.getPage("/console");
			assertThat(page.status()).isEqualTo(200);
			assertThat(page.type()).startsWith("text/html");
			assertThat(page.headers().getFirst("Content-Security-Policy")).contains("default-src 'none'")
				.doesNotContain("unsafe");
			assertThat(page.headers().getCacheControl()).isEqualTo("no-store");
			assertThat(page.body()).doesNotContain("<script>", "<style", "style=", "http:", "https:", "onclick");
			assertThat(service.getPage("/console/").headers().getLocation()).hasToString("../console");
			assertThat(page.body()).contains("console/main.js", "console/console.css");
			assertServed(service, page.body());
			assertThat(service.getPage("/console/none.js").status()).isEqualTo(404);
			assertThat(service.getPage("/console/ConsoleRoutes.class").status()).isEqualTo(404);
			service.getPage("/console/facts").is(200, """
					{"endpoints":{"triggers":{"path":"/actuator/triggers","write":true},
					"scaling":{"path":"/actuator/scaling","write":false},
					"deadletters":{"path":"/actuator/deadletters","write":false}}}""");
			assertThat(service.get("/invoke/orders").status()).isEqualTo(404);
			showsTheTriggersLive(service);
		}
	}

	/** Each file that a file names, and those that they name. */
	private static void assertServed(TestEndpoints service, String text) {
		Matcher files = FILES.matcher(text);
		while (files.find()) {
			String path = (files.group(1) != null) ? files.group(1) : "console/" + files.group(2);
			TestEndpoints.Answer file = service.getPage("/" + path);
			assertThat(file.status()).as(path).isEqualTo(200);
			assertThat(file.headers().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(file.body()).as(path).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(");
			assertServed(service, file.body());
		}
	}

	private void showsTheTriggersLive(TestEndpoints service) throws Exception {
		try (LiveStream stream = LiveStream.open(service.url("local.server.port"))) {
			JsonNode first = stream.next();
			assertThat(first.propertyNames()).containsExactly("instance", "at", "triggers");
			assertThat(first.at("/triggers/0/trigger"))
				.isEqualTo(new JsonMapper().readTree(service.get("/triggers/orders").body()));
			assertThat(first.at("/triggers/0/ageSeconds").isMissingNode()).isTrue();
			assertThat(first.at("/triggers/0/concurrency").isMissingNode()).isTrue();
			JsonNode later = first;
			while (later.at("/triggers/0/backlog").isMissingNode()) {
				later = stream.next();
			}
			assertThat(later.at("/triggers/0/backlog/waiting").longValue()).isEqualTo(7);
			assertThat(later.at("/triggers/0/backlog/inFlight").longValue()).isEqualTo(2);
		}
	}

	@Test
	void showsNoFigureThatNoEndpointShowsAndIsOnThePortOfTheEndpoints() throws Exception {
		String[] settings = { ENABLED, EXPOSED + "triggers", "management.server.port=0",
				"management.server.base-path=/ops" };
		try (TestEndpoints service = new TestEndpoints(settings, this.orders)) {
			assertThat(service.getPage("/console").status()).isEqualTo(404);
			String management = service.url("local.management.port") + "/ops";
			assertThat(send(HttpRequest.newBuilder(URI.create(management + "/console")).GET()).body())
				.contains("Tappet console");
			try (LiveStream stream = LiveStream.open(management)) {
				assertThat(stream.next().at("/triggers/0/trigger/name").stringValue()).isEqualTo("orders");
				assertThat(stream.next().at("/triggers/0").propertyNames()).containsExactly("trigger");
				assertThat(this.orders.backlogQuestions).hasValue(0);
			}
		}
	}

	@Test
	void whatItSendsIsUnderstoodOnAPortOfTheirOwn() throws Exception {
		HeldLetters letters = new HeldLetters().add("1", "timeout", Instant.EPOCH, new byte[] { 1 });
		String[] settings = { ENABLED, "management.endpoint.deadletters.access=unrestricted",
				"management.server.port=0" };
		try (TestEndpoints service = new TestEndpoints(settings, letters.trigger("orders"))) {
			HttpResponse<String> answer = send(HttpRequest
				.newBuilder(URI.create(service.url("local.management.port") + "/actuator/deadletters/orders"))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString("""
						{"action":"delete","ids":["1"],"dryRun":false}""")));
			assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
			assertThat(letters.letters).isEmpty();
		}
	}

	@Test
	void showsNothingWhereTheTriggersAreNotExposed() {
		try (TestEndpoints service = new TestEndpoints(new String[] { ENABLED, EXPOSED + "health" }, this.orders)) {
			service.getPage("/console/live").isProblem(404, "not exposed");
			service.getPage("/console/facts")
				.is(200, "{\"endpoints\":{\"health\":{\"path\":\"/actuator/health\",\"write\":false}}}");
		}
	}

	@Test
	void holdsABoundedNumberOfViewersAndForgetsThoseThatLeave() throws Exception {
		List<LiveStream> viewers = new ArrayList<>();
		try (TestEndpoints service = TestEndpoints.of(ENABLED, this.orders)) {
			String url = service.url("local.server.port");
			LiveStream viewer = LiveStream.tryToOpen(url);
			while (viewer != null && viewers.size() < 100) {
				viewers.add(viewer);
				viewer = LiveStream.tryToOpen(url);
			}
			assertThat(viewers).hasSize(32);
			service.getPage("/console/live").isProblem(503, "32 viewers");
			assertThat(viewers.getFirst().next().at("/triggers/0/trigger/name").stringValue()).isEqualTo("orders");
			viewers.forEach(LiveStream::close);
			List<LiveStream> others = new ArrayList<>();
			try {
				await().atMost(Duration.ofSeconds(60)).until(() -> {
					LiveStream other = LiveStream.tryToOpen(url);
					if (other != null) {
						others.add(other);
					}
					return others.size() == 32;
				});
			}
			finally {
				others.forEach(LiveStream::close);
			}
			noQuestionIsAskedWithoutAViewer();
		}
		finally {
			viewers.forEach(LiveStream::close);
		}
	}

	private void noQuestionIsAskedWithoutAViewer() {
		// With a viewer there is another question every five seconds.
		int[] last = { -1 };
		await().atMost(Duration.ofSeconds(60)).during(Duration.ofSeconds(6)).until(() -> {
			int now = this.orders.backlogQuestions.get();
			boolean same = now == last[0];
			last[0] = now;
			return same;
		});
	}

	@Test
	void holdsUpNoStop() throws Exception {
		// The web server would wait that long for what is under way.
		String[] settings = { ENABLED, "spring.lifecycle.timeout-per-shutdown-phase=5m" };
		TestEndpoints service = new TestEndpoints(settings, this.orders);
		try (LiveStream stream = LiveStream.open(service.url("local.server.port"))) {
			stream.next();
			CompletableFuture.runAsync(service::close).get(1, TimeUnit.MINUTES);
		}
	}

	@Test
	void noOtherSiteCanHaveABrowserSendAnything() throws Exception {
		this.orders.wish = (wish) -> CompletableFuture.failedFuture(new AssertionError());
		String[] settings = { ENABLED, "management.endpoint.triggers.access=unrestricted",
				"management.endpoint.deadletters.access=unrestricted",
				"management.endpoint.invoke.access=unrestricted" };
		try (TestEndpoints service = new TestEndpoints(settings, this.orders)) {
			for (String endpoint : List.of("triggers", "deadletters", "invoke")) {
				URI uri = URI.create(service.url("local.server.port") + "/actuator/" + endpoint + "/orders");
				HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers
					.ofString("{\"state\":\"paused\",\"payload\":\"1\"}");
				assertThat(send(HttpRequest.newBuilder(uri).POST(body)).statusCode()).isEqualTo(415);
				// The types that a browser sends to another site without asking it.
				for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
					HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Content-Type", type).POST(body);
					assertThat(send(request).statusCode()).as(type).isEqualTo(415);
				}
			}
		}
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
		}
	}

}
