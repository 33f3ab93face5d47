package dev.tappet.operate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpServer;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.core.ResolvableType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trace from a publisher over a handler to what the handler calls.
 */
@Timeout(60)
class TracingIT {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build();

	private final io.opentelemetry.api.trace.Tracer otel = this.provider.get("test");

	private final OtelCurrentTraceContext current = new OtelCurrentTraceContext();

	private final Tracer tracer = new OtelTracer(this.otel, this.current, (event) -> {
	}, new OtelBaggageManager(this.current, List.of("customer"), List.of()));

	private final Propagator propagator = new OtelPropagator(ContextPropagators.create(
			TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())),
			this.otel);

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final Queue<String> called = new ConcurrentLinkedQueue<>();

	private final Queue<String> baggage = new ConcurrentLinkedQueue<>();

	private final TestRedis redis = RedisKind.EMBEDDED.empty();

	private @Nullable HttpServer http;

	@BeforeEach
	void startTheOtherService() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			this.called.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("traceparent"), "none"));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		this.http = server;
	}

	@AfterEach
	void stopTheOtherService() {
		Objects.requireNonNull(this.http).stop(0);
		this.provider.close();
	}

	@Test
	void followsAMessageFromItsPublisherOverTheHandlerToWhatThatCalls() {
		RestClient client = client();
		try (TappetService service = service()
			.trigger("orders", Map.of("redis-stream.key", "orders", "retry.initial-delay", "10ms",
					"redis-stream.payload-field", "payload"))
			.handler("orders", String.class, (payload, context) -> {
				client.get().uri("/").retrieve().toBodilessEntity();
				if (context.attempt() == 1) {
					throw new IllegalStateException("once more");
				}
			})
			.setting("management.metrics.distribution.percentiles-histogram.tappet.handler", true)
			.start()) {
			Map<String, String> fields = published();
			fields.put("baggage", "customer=4711");
			fields.put("payload", "hello");
			this.redis.commands().xadd("orders", fields);
			List<SpanData> spans = spans(5);
			SpanData publisher = only(spans, "publish");
			List<SpanData> attempts = spans.stream().filter((each) -> each.getName().equals("process orders")).toList();
			assertThat(spans).allMatch((each) -> each.getTraceId().equals(publisher.getTraceId()));
			assertThat(attempts).hasSize(2)
				.allMatch((each) -> each.getKind() == SpanKind.CONSUMER)
				.allMatch((each) -> each.getParentSpanId().equals(publisher.getSpanId()));
			SpanData first = attempts.get(0);
			SpanData second = attempts.get(1);
			assertThat(attributes(first)).containsEntry("messaging.system", "redis")
				.containsEntry("messaging.operation.name", "process")
				.containsEntry("messaging.operation.type", "process")
				.containsEntry("messaging.destination.name", "orders")
				.containsEntry("tappet.trigger", "orders")
				.containsEntry("tappet.attempt", "1")
				.containsEntry("error.type", "java.lang.IllegalStateException")
				.containsKey("messaging.message.id");
			assertThat(first.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(first.getLinks()).isEmpty();
			assertThat(second.getLinks()).singleElement()
				.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(first.getSpanId()));
			assertThat(attributes(second)).containsEntry("tappet.attempt", "2").doesNotContainKey("error.type");
			assertThat(
					spans.stream().filter((each) -> each.getKind() == SpanKind.CLIENT).map(SpanData::getParentSpanId))
				.containsExactlyInAnyOrder(first.getSpanId(), second.getSpanId());
			assertThat(this.called).hasSize(2).allMatch((each) -> each.contains(publisher.getTraceId()));
			assertThat(service.scrapeOpenMetrics()).anyMatch((line) -> line.startsWith("tappet_handler_seconds_bucket")
					&& line.contains("trace_id=\"" + publisher.getTraceId() + "\""));
			System.out.println("1 message, 2 attempts: %d spans in one trace".formatted(spans.size()));
		}
	}

	@Test
	void takesTheTraceOfAListsElementFromTheJsonPropertyThatIsNamed() {
		try (TappetService service = service().trigger("jobs", Map.of("redis-list.key", "jobs"))
			.setting("tappet.trace-property", "trace")
			.handler("jobs", String.class,
					(payload, context) -> this.baggage.add(String.valueOf(this.tracer.getBaggage("customer").get())))
			.start()) {
			Map<String, String> headers = published();
			this.redis.commands()
				.rpush("jobs", "{\"total\":1,\"trace\":{\"traceparent\":\"" + headers.get("traceparent")
						+ "\",\"baggage\":\"customer=4711\"}}");
			List<SpanData> spans = spans(2);
			assertThat(only(spans, "process jobs").getParentSpanId()).isEqualTo(only(spans, "publish").getSpanId());
			assertThat(this.baggage).containsExactly("4711");
			assertThat(service.trigger("jobs").counts().retried()).isZero();
		}
	}

	private RestClient client() {
		return RestClient.builder()
			.baseUrl("http://localhost:" + Objects.requireNonNull(this.http).getAddress().getPort())
			.observationRegistry(this.observations)
			.build();
	}

	private TappetService.Builder service() {
		return TappetService.on(this.redis)
			.bean("tracer", ResolvableType.forClass(Tracer.class), this.tracer)
			.bean("propagator", ResolvableType.forClass(Propagator.class), this.propagator)
			.bean("observations", ResolvableType.forClass(ObservationRegistry.class), this.observations)
			.bean("examples", ResolvableType.forClass(SpanContext.class), new CurrentSpan(this.tracer))
			.bean("sender", ResolvableType.forClass(PropagatingSenderTracingObservationHandler.class),
					new PropagatingSenderTracingObservationHandler<>(this.tracer, this.propagator));
	}

	/** What a publisher writes beside its payload. */
	private Map<String, String> published() {
		Map<String, String> fields = new LinkedHashMap<>();
		Span publish = this.tracer.nextSpan().name("publish").start();
		this.propagator.inject(publish.context(), fields, (carrier, key, value) -> {
			if (carrier != null) {
				carrier.put(key, value);
			}
		});
		publish.end();
		return fields;
	}

	private List<SpanData> spans(int most) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.exporter.getFinishedSpanItems()).hasSize(most));
		return this.exporter.getFinishedSpanItems();
	}

	private static SpanData only(List<SpanData> spans, String name) {
		return spans.stream().filter((each) -> each.getName().equals(name)).findFirst().orElseThrow();
	}

	private static Map<String, Object> attributes(SpanData span) {
		Map<String, Object> attributes = new LinkedHashMap<>();
		for (Map.Entry<AttributeKey<?>, Object> each : span.getAttributes().asMap().entrySet()) {
			attributes.put(each.getKey().getKey(), each.getValue());
		}
		return attributes;
	}

	/**
	 * Names the span that a meter's example belongs to, as Spring Boot's does.
	 */
	private record CurrentSpan(Tracer tracer) implements SpanContext {

		@Override
		public @Nullable String getCurrentTraceId() {
			Span span = this.tracer.currentSpan();
			return (span != null) ? span.context().traceId() : null;
		}

		@Override
		public @Nullable String getCurrentSpanId() {
			Span span = this.tracer.currentSpan();
			return (span != null) ? span.context().spanId() : null;
		}

		@Override
		public boolean isCurrentSpanSampled() {
			return this.tracer.currentSpan() != null;
		}

		@Override
		public void markCurrentSpanAsExemplar() {
			// Nobody asks.
		}

	}

}
