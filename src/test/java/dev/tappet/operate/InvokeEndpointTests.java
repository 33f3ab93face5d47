package dev.tappet.operate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.tappet.dispatch.TrialResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InvokeEndpointTests {

	private static final String ALLOWED = "management.endpoint.invoke.access=unrestricted";

	private final TestTrigger orders = TestTrigger.stream("orders", "orders");

	@Test
	void tellsWhatCameOfACall() {
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.orders)) {
			endpoints.post("/invoke/orders", "{\"payload\":\"a\"}")
				.is(200, "{\"trigger\":\"orders\",\"outcome\":\"success\",\"durationMs\":3.0}");
			this.orders.trial = (payload) -> result(TrialResult.Kind.UNBINDABLE, null,
					new String(payload, StandardCharsets.UTF_8));
			endpoints.post("/invoke/orders", "{\"base64\":\"w6Q=\"}")
				.is(200, "{\"trigger\":\"orders\",\"outcome\":\"unbindable\",\"durationMs\":3.0,\"error\":\"ä\"}");
		}
	}

	@Test
	void hidesWhatAnExceptionSaysUnlessItIsAllowed() {
		this.orders.trial = (payload) -> result(TrialResult.Kind.FAILURE, "a.B", "a.B: secret");
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.orders)) {
			endpoints.post("/invoke/orders", "{\"payload\":\"a\"}")
				.is(200, "{\"trigger\":\"orders\",\"outcome\":\"failure\",\"durationMs\":3.0,\"error\":\"a.B\"}");
		}
		try (TestEndpoints endpoints = new TestEndpoints(new String[] { ALLOWED, "tappet.show-errors=true" },
				this.orders)) {
			endpoints.post("/invoke/orders", "{\"payload\":\"a\"}").is(200, """
					{"trigger":"orders","outcome":"failure","durationMs":3.0,"error":"a.B: secret",
					"stack":"a.B: secret\\n\\tat there"}""");
		}
	}

	@Test
	void saysWhatIsWrongWithARequest() {
		this.orders.trial = (payload) -> {
			throw new IllegalArgumentException("type an object");
		};
		try (TestEndpoints endpoints = TestEndpoints.of(ALLOWED, this.orders)) {
			endpoints.post("/invoke/none", "{\"payload\":\"a\"}").isProblem(404, "'none'");
			endpoints.post("/invoke/orders", "{}").isProblem(400, "either a 'payload'");
			endpoints.post("/invoke/orders", "{\"payload\":\"a\",\"base64\":\"\"}")
				.isProblem(400, "either a 'payload'");
			endpoints.post("/invoke/orders", "{\"base64\":\"?\"}").isProblem(400, "What 'base64' holds is no Base64.");
			endpoints.post("/invoke/orders", "{\"payload\":\"a\"}").isProblem(400, "type an object");
			TestEndpoints.Answer get = endpoints.get("/invoke/orders");
			get.isProblem(405, "");
			assertThat(get.headers().getAllow()).extracting(Object::toString).containsExactly("POST");
		}
	}

	@Test
	void isNotThereUnlessItIsAllowed() {
		try (TestEndpoints endpoints = TestEndpoints.of("spring.main.banner-mode=off", this.orders)) {
			endpoints.post("/invoke/orders", "{\"payload\":\"a\"}").isProblem(404, "");
		}
	}

	private static TrialResult result(TrialResult.Kind kind, @Nullable String thrown, String message) {
		return new TrialResult(kind, Duration.ofMillis(3), thrown, message,
				(thrown != null) ? message + "\n\tat there" : null);
	}

}
