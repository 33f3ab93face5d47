package dev.tappet.source.redis;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import dev.tappet.handler.StreamEntry;
import dev.tappet.support.EmbeddedRedis;
import dev.tappet.support.TappetService;
import dev.tappet.support.Web;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test call, beside a real Redis and without one.
 */
class InvokeIT {

	/** A payload that is read from JSON. */
	record Order(int id) {
	}

	@RegisterExtension
	private final EmbeddedRedis server = EmbeddedRedis.forgetful();

	private final AtomicReference<@Nullable Object> given = new AtomicReference<>();

	@Test
	void callsTheHandlerAndLeavesEverythingElseAsItIs() {
		try (TappetService service = TappetService.on(this.server.redis())
			.trigger("orders", Map.of("redis-stream.key", "orders"))
			.trigger("entries", Map.of("redis-stream.key", "entries"))
			.trigger("news", Map.of("redis-pubsub.channel", "news"))
			.handler("orders", Order.class, (payload, context) -> {
				this.given.set(payload);
				throw new IllegalStateException("no");
			})
			.handler("entries", StreamEntry.class, (payload, context) -> this.given.set(payload.values()))
			.handler("news", String.class,
					(payload, context) -> this.given.set(context.source() + " " + context.timestamp() + payload))
			.setting("management.endpoints.web.exposure.include", "*")
			.setting("management.endpoint.invoke.access", "unrestricted")
			.web()
			.start()) {
			Web web = new Web(service.port());
			assertThat(web.post("/invoke/orders", "{\"payload\":\"{\\\"id\\\":7}\"}").body())
				.startsWith("{\"trigger\":\"orders\",\"outcome\":\"failure\",\"durationMs\":")
				.endsWith("\"error\":\"java.lang.IllegalStateException\"}");
			assertThat(this.given).hasValue(new Order(7));
			assertThat(web.post("/invoke/entries", "{\"payload\":\"{\\\"id\\\":7}\"}").body())
				.contains("\"outcome\":\"success\"");
			assertThat(this.given).hasValue(Map.of("id", "7"));
			assertThat(web.post("/invoke/news", "{\"payload\":\"x\"}").body()).contains("\"outcome\":\"success\"");
			assertThat(this.given).hasValue("news nullx");
			HttpResponse<String> text = web.post("/invoke/entries", "{\"payload\":\"x\"}");
			assertThat(text.statusCode()).isEqualTo(400);
			assertThat(text.body()).contains("a JSON object of its fields");
			assertThat(web.get("/prometheus").body())
				.contains(
						"tappet_handler_seconds_count{outcome=\"failure\",trigger=\"orders\",type=\"redis-stream\"} 0")
				.contains("result=\"dead_lettered\",trigger=\"orders\",type=\"redis-stream\"} 0");
			assertThat(service.trigger("orders").lastError()).isNull();
			assertThat(this.server.redis().commands().exists("orders-poison")).isZero();
			this.server.stop();
			assertThat(web.post("/invoke/orders", "{\"payload\":\"{\\\"id\\\":8}\"}").statusCode()).isEqualTo(200);
			assertThat(this.given).hasValue(new Order(8));
		}
	}

}
