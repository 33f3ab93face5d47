package dev.tappet.operate;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import dev.tappet.runtime.KeptWish;
import dev.tappet.source.Wish;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TriggersControlTests {

	private static final String ALLOWED = "management.endpoint.triggers.access=unrestricted";

	private final TestTrigger orders = TestTrigger.stream("orders", "orders");

	@Test
	void pausesAndResumes() {
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.orders)) {
			endpoints.post("/triggers/orders", "{\"state\":\"paused\"}").is(200, """
					{"name":"orders","state":"paused","scope":"all","since":"1970-01-01T00:00:00Z",
					"by":"instance worker-a"}""");
			this.orders.wish = (wish) -> CompletableFuture
				.completedFuture(new KeptWish(new Wish(false, Instant.EPOCH, "bob"), false));
			endpoints.post("/triggers/orders", "{\"state\":\"running\"}").is(200, """
					{"name":"orders","state":"running","scope":"instance","since":"1970-01-01T00:00:00Z",
					"by":"bob"}""");
		}
	}

	@Test
	void saysWhatIsWrongWithARequest() {
		TestTrigger old = TestTrigger.list("old", "old").disabled();
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.orders, old)) {
			endpoints.post("/triggers/orders", "{}").isProblem(400, "The state is missing");
			endpoints.post("/triggers/orders", "{\"state\":\"stopped\"}").isProblem(400, "No trigger can be made");
			endpoints.post("/triggers/orders", "{\"state\":[1]}").isProblem(400, "");
			endpoints.post("/triggers/orders", "{\"state\":").isProblem(400, "");
			endpoints.post("/triggers/none\\u001b", "{\"state\":\"paused\"}").isProblem(404, "no trigger named");
			endpoints.get("/triggers/none").isProblem(404, "There is no trigger named 'none'.");
			endpoints.post("/triggers/old", "{\"state\":\"paused\"}").isProblem(409, "disabled in the configuration");
			TestEndpoints.Answer all = endpoints.post("/triggers", "{\"state\":\"paused\"}");
			all.isProblem(405, "");
			assertThat(all.headers().getAllow()).extracting(Object::toString).containsExactly("GET");
		}
	}

	@Test
	void saysThatAWishCouldNotBeKept() {
		this.orders.wish = (wish) -> CompletableFuture
			.failedFuture(new IllegalStateException("Unable to connect to localhost:6379"));
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.orders)) {
			endpoints.post("/triggers/orders", "{\"state\":\"paused\"}")
				.isProblem(503, "Unable to connect to localhost:6379");
		}
	}

	@Test
	void changesNothingUnlessItIsAllowed() {
		this.orders.wish = (wish) -> CompletableFuture.failedFuture(new AssertionError());
		try (TestEndpoints endpoints = TestEndpoints.of("spring.main.banner-mode=off", this.orders)) {
			TestEndpoints.Answer refused = endpoints.post("/triggers/orders", "{\"state\":\"paused\"}");
			refused.isProblem(405, "");
			assertThat(refused.headers().getAllow()).extracting(Object::toString).containsExactly("GET");
			assertThat(endpoints.get("/triggers/orders").status()).isEqualTo(200);
		}
	}

	@Test
	void showsAPausedTriggerInMetricsAndHealth() {
		this.orders.pause();
		this.orders.reason = "paused since 1970-01-01T00:00:00Z by alice";
		TestTrigger old = TestTrigger.list("old", "old").disabled();
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		new PauseMeters(TestRegistry.of(this.orders, old)).bindTo(meters);
		assertThat(meters.get("tappet.paused").gauges()).singleElement()
			.satisfies((gauge) -> assertThat(gauge.value()).isEqualTo(1));
		assertThat(TriggerHealth.of(this.orders, null, Clock.systemUTC()).toString()).contains("UP", "paused",
				"by alice");
		this.orders.resume();
		assertThat(meters.get("tappet.paused").gauge().value()).isZero();
	}

}
