package dev.tappet.source;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.tappet.handler.TriggerHandler;
import dev.tappet.support.Calls;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the tests of sources share: a broker, a trigger on it, services that run it, and a
 * record of what its handler was called with.
 *
 * @param <B> the broker
 */
abstract class Conformance<B extends Broker> {

	protected static final String TRIGGER = "orders-in";

	protected static final String QUEUE = "orders";

	protected final B broker;

	protected final Calls calls = new Calls();

	private final Features features;

	private final List<TappetService> services = new ArrayList<>();

	Conformance(B broker, Features features) {
		this.broker = broker;
		this.features = features;
	}

	@AfterEach
	void endServicesAndBroker() {
		this.broker.mend();
		endServices();
		this.broker.close();
	}

	final Features features() {
		return this.features;
	}

	/** Leaves the test where the source does not promise what it is about. */
	protected final void needs(Feature feature) {
		assumeTrue(has(feature), () -> "the source does not promise " + feature);
	}

	final boolean has(Feature feature) {
		return this.features.include(feature);
	}

	/** A trigger on {@link #QUEUE}; settings are keys under the trigger, and values. */
	protected final Map<String, Object> trigger(Object... settings) {
		return with(this.broker.reading(QUEUE), settings);
	}

	/** A trigger on {@link #QUEUE} that reads only so many messages at once. */
	final Map<String, Object> readingAtMost(int count, Object... settings) {
		Map<String, Object> source = new LinkedHashMap<>(this.broker.reading(QUEUE));
		source.putAll(this.broker.readingAtMost(count));
		return with(source, settings);
	}

	protected final Map<String, Object> with(Map<String, Object> source, Object... settings) {
		Map<String, Object> all = new LinkedHashMap<>(source);
		all.put("retry.jitter", 0);
		all.put("retry.initial-delay", "50ms");
		for (int i = 0; i < settings.length; i += 2) {
			all.put(settings[i].toString(), settings[i + 1]);
		}
		all.put("handler", TRIGGER);
		return all;
	}

	/** A service that reaches the broker, without a trigger. */
	protected final TappetService.Builder service() {
		TappetService.Builder builder = TappetService.builder();
		this.broker.connect(builder);
		return builder;
	}

	protected final TappetService.Builder service(Map<String, Object> trigger) {
		return service().trigger(TRIGGER, trigger);
	}

	protected final TappetService start(TappetService.Builder builder) {
		return startAnyway(builder).awaitRunning();
	}

	protected final TappetService start(Map<String, Object> trigger, TriggerHandler<String> handler) {
		return start(service(trigger).handler(TRIGGER, String.class, handler));
	}

	protected final TappetService startAnyway(TappetService.Builder builder) {
		TappetService service = builder.startAnyway();
		this.services.add(service);
		return service;
	}

	final void endServices() {
		this.services.forEach(TappetService::close);
	}

	protected static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** Sends to {@link #QUEUE}. */
	protected final void send(byte[]... payloads) {
		this.broker.send(QUEUE, List.of(payloads));
	}

	/** Sends to {@link #QUEUE}, and tells what. */
	protected final List<String> send(String prefix, int count) {
		return send(QUEUE, prefix, count);
	}

	protected final List<String> send(String queue, String prefix, int count) {
		List<String> sent = IntStream.range(0, count).mapToObj((i) -> prefix + i).toList();
		this.broker.send(queue, sent.stream().map(Conformance::utf8).toList());
		return sent;
	}

	protected static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	/** Holds for a while, which is long enough for several rounds of a source. */
	static ConditionFactory meanwhile() {
		return eventually().during(Duration.ofMillis(500));
	}

	protected final long unfinished() {
		return this.broker.unfinished(TRIGGER, QUEUE);
	}

	protected final void awaitDone() {
		eventually().untilAsserted(() -> {
			assertThat(unfinished()).isZero();
			this.broker.assertSettled();
		});
	}

	protected final List<Broker.Letter> deadLetters() {
		return this.broker.deadLetters(TRIGGER, QUEUE);
	}

	protected final List<Broker.Letter> awaitDeadLetters(int count) {
		eventually().untilAsserted(() -> assertThat(deadLetters()).hasSize(count));
		return deadLetters();
	}

	protected final Broker.Letter awaitDeadLetter() {
		return awaitDeadLetters(1).getFirst();
	}

	static String text(Broker.Letter letter) {
		return new String(letter.payload(), StandardCharsets.UTF_8);
	}

}
