package dev.tappet.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.TriggerContext;
import dev.tappet.source.Order;
import dev.tappet.trigger.TriggerDefinition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class LogContextTests {

	private static final InvocationListener NOBODY = InvocationListener.all(List.of());

	private final HandFedSource source = new HandFedSource();

	private final Queue<Map<String, String>> seen = new ConcurrentLinkedQueue<>();

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.appender.start();
		logger().addAppender(this.appender);
	}

	@AfterEach
	void listenNoMore() {
		logger().detachAppender(this.appender);
		Hooks.disableAutomaticContextPropagation();
	}

	@Test
	void saysInAHandlerWhichDeliveryItIsAt() {
		run((payload, context) -> note());
		HandFedSource.HandedOut given = this.source.give(3, "a");
		await(given);
		assertThat(this.seen).containsExactly(Map.of("tappet.trigger", "orders", "tappet.message", "e-1",
				"tappet.attempt", "3", "tappet.source", "by hand"));
	}

	@Test
	void leavesNothingOfAHandlerToTheNextDelivery() {
		run((payload, context) -> {
			note();
			MDC.put("customer", "4711");
			MDC.put("tappet.attempt", "none");
			MDC.remove("tappet.trigger");
		});
		await(this.source.give(1, "a"), this.source.give(2, "b"), this.source.give(3, "c"));
		assertThat(this.seen).hasSize(3)
			.allMatch((each) -> each.size() == 4 && "orders".equals(each.get("tappet.trigger")))
			.extracting((each) -> each.get("tappet.attempt"))
			.containsExactlyInAnyOrder("1", "2", "3");
	}

	@Test
	void followsAReactiveHandlerToOtherThreads() {
		Hooks.enableAutomaticContextPropagation();
		ReactiveTriggerHandler<Object> reactive = (payload,
				context) -> Mono.delay(Duration.ofMillis(1)).doOnNext((tick) -> note()).then();
		start(BoundHandler.Invocation.ofReactive(reactive));
		await(this.source.give(2, "a"));
		assertThat(this.seen).singleElement()
			.satisfies((each) -> assertThat(each).containsEntry("tappet.trigger", "orders")
				.containsEntry("tappet.message", "e-1")
				.containsEntry("tappet.attempt", "2")
				.containsEntry("tappet.source", "by hand"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ecs", "logstash", "gelf" })
	void givesFailuresToStructuredLogsWithFieldsOfTheirOwn(String format) {
		run((payload, context) -> {
			throw new IllegalStateException("no such customer");
		});
		await(this.source.give(1, "a"));
		ILoggingEvent event = this.appender.list.getFirst();
		assertThat(event.getLevel()).isEqualTo(Level.WARN);
		assertThat(event.getKeyValuePairs()).extracting((pair) -> pair.key)
			.containsExactly("tappet.failed", "tappet.result", "tappet.reason", "tappet.delay");
		assertThat(encoded(format, event)).contains("\"orders\"", "\"e-1\"", "\"by hand\"", "\"retried\"",
				"java.lang.IllegalStateException: no such customer");
	}

	private static String encoded(String format, ILoggingEvent event) {
		LoggerContext context = new LoggerContext();
		context.putObject(Environment.class.getName(), new MockEnvironment());
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(context);
		encoder.setFormat(format);
		encoder.start();
		return new String(encoder.encode(event), StandardCharsets.UTF_8);
	}

	private void note() {
		LoggerFactory.getLogger(LogContextTests.class).trace("as little as this");
		Map<String, String> all = MDC.getCopyOfContextMap();
		this.seen.add((all != null) ? all : Map.of());
	}

	/**
	 * What a test does in a handler.
	 */
	private interface Handling {

		void handle(Object payload, TriggerContext context);

	}

	private void run(Handling handling) {
		start(handling::handle);
	}

	private void start(BoundHandler.Invocation invocation) {
		TriggerDefinition trigger = Messages.trigger("orders", null, Messages.list());
		new Dispatcher(trigger, Order.WHOLE,
				new BoundHandler("orders", false, (from, message) -> "payload", invocation), NOBODY,
				new Dispatcher.Surroundings("worker-a", Clock.systemUTC(), new AloneGate()))
			.start(this.source.deliveries());
	}

	private static void await(HandFedSource.HandedOut... given) {
		for (HandFedSource.HandedOut each : given) {
			Awaitility.await().until(each::hasEnded);
		}
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(FailureLog.class);
	}

}
