package dev.tappet.test;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.tappet.dispatch.AloneGate;
import dev.tappet.dispatch.Dispatcher;
import dev.tappet.dispatch.Trial;
import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.Message;
import dev.tappet.source.SourceType;
import dev.tappet.source.TrialMessage;
import dev.tappet.trigger.TriggerDefinition;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/**
 * Runs one handler on payloads without a broker: binds, calls and judges as the service
 * does, and tells what would become of the message. Immutable: each setting answers a
 * tester of its own. Unless something else is set the trigger reads the stream
 * {@code test}, with the defaults of all keys.
 */
public final class TriggerTester {

	private static final TestedTrigger TRIGGER = new TestedTrigger("test",
			new TestedTrigger.Place("redis-stream", "key", "test"), Map.of());

	private static final Circumstances FIRST = new Circumstances(1, false, Map.of(), Clock.systemUTC());

	private final TestedHandler handler;

	private final TestedTrigger trigger;

	private final Circumstances circumstances;

	private TriggerTester(TestedHandler handler, TestedTrigger trigger, Circumstances circumstances) {
		this.handler = handler;
		this.trigger = trigger;
		this.circumstances = circumstances;
	}

	private static TriggerTester of(Object handler, ResolvableType type) {
		return new TriggerTester(new TestedHandler(handler, type, null), TRIGGER, FIRST);
	}

	/**
	 * Tests a handler whose class says what it takes.
	 * @param handler the handler, no lambda
	 * @return the tester
	 */
	public static TriggerTester of(TriggerHandler<?> handler) {
		return of(handler, ResolvableType.forClass(handler.getClass()));
	}

	/**
	 * Tests a reactive handler whose class says what it takes.
	 * @param handler the handler, no lambda
	 * @return the tester
	 */
	@SuppressWarnings("overloads")
	public static TriggerTester of(ReactiveTriggerHandler<?> handler) {
		return of(handler, ResolvableType.forClass(handler.getClass()));
	}

	/**
	 * Tests a lambda.
	 * @param payload what it takes
	 * @param handler the handler
	 * @param <T> what it takes
	 * @return the tester
	 */
	public static <T> TriggerTester of(Class<T> payload, TriggerHandler<T> handler) {
		return of(handler, ResolvableType.forClassWithGenerics(TriggerHandler.class, payload));
	}

	/**
	 * Tests a lambda that takes a type with type arguments, such as a list.
	 * @param payload what it takes
	 * @param handler the handler
	 * @param <T> what it takes
	 * @return the tester
	 */
	public static <T> TriggerTester of(ParameterizedTypeReference<T> payload, TriggerHandler<T> handler) {
		return of(handler, ResolvableType.forClassWithGenerics(TriggerHandler.class, ResolvableType.forType(payload)));
	}

	/**
	 * Has the trigger read a stream: a payload that is a map is the fields of an entry.
	 * @param key the stream
	 * @return a tester with it
	 */
	public TriggerTester onStream(String key) {
		return at("redis-stream", "key", key);
	}

	/**
	 * Has the trigger read a list.
	 * @param key the list
	 * @return a tester with it
	 */
	public TriggerTester onList(String key) {
		return at("redis-list", "key", key);
	}

	/**
	 * Has the trigger subscribe to a channel.
	 * @param channel the channel
	 * @return a tester with it
	 */
	public TriggerTester onChannel(String channel) {
		return at("redis-pubsub", "channel", channel);
	}

	/**
	 * Has the trigger read a Kafka topic, where the client of Kafka is on the class path.
	 * The header {@code kafka-key} is the record's key.
	 * @param topic the topic
	 * @return a tester with it
	 */
	public TriggerTester onTopic(String topic) {
		return at("kafka", "topic", topic);
	}

	/**
	 * Has the trigger read a queue of Azure Storage, where its client is on the class
	 * path.
	 * @param name the queue
	 * @return a tester with it
	 */
	public TriggerTester onQueue(String name) {
		return at("azure-queue", "queue-name", name);
	}

	private TriggerTester at(String block, String key, String value) {
		return new TriggerTester(this.handler, this.trigger.at(block, key, value), this.circumstances);
	}

	/**
	 * Names the trigger.
	 * @param name its name, {@code test} where it is not set
	 * @return a tester with it
	 */
	public TriggerTester named(String name) {
		return new TriggerTester(this.handler, this.trigger.named(name), this.circumstances);
	}

	/**
	 * Sets any key of the trigger.
	 * @param key the key as it stands under the trigger, such as
	 * {@code retry.max-attempts} or {@code redis-stream.payload-field}
	 * @param value its value
	 * @return a tester with it
	 */
	public TriggerTester with(String key, Object value) {
		return new TriggerTester(this.handler, this.trigger.with(key, value.toString()), this.circumstances);
	}

	/**
	 * Has another mapper read JSON payloads than the one that an application has by
	 * default.
	 * @param mapper the mapper
	 * @return a tester with it
	 */
	public TriggerTester reading(JsonMapper mapper) {
		return new TriggerTester(this.handler.reading(mapper), this.trigger, this.circumstances);
	}

	/**
	 * Says which attempt the next run is.
	 * @param number the attempt, 1 for the first
	 * @return a tester with it
	 */
	public TriggerTester attempt(int number) {
		return new TriggerTester(this.handler, this.trigger, this.circumstances.at(number));
	}

	/**
	 * Has the message come back from the dead letters.
	 * @return a tester with it
	 */
	public TriggerTester replayed() {
		return new TriggerTester(this.handler, this.trigger, this.circumstances.replayed());
	}

	/**
	 * Adds a header: a field of the entry beside its payload field, a header of a record.
	 * @param name its name
	 * @param value its value
	 * @return a tester with it
	 */
	public TriggerTester header(String name, String value) {
		return new TriggerTester(this.handler, this.trigger, this.circumstances.with(name, value));
	}

	/**
	 * Sets the clock that tells when the message was written.
	 * @param clock the clock
	 * @return a tester with it
	 */
	public TriggerTester clock(Clock clock) {
		return new TriggerTester(this.handler, this.trigger, this.circumstances.by(clock));
	}

	/**
	 * Runs the handler once.
	 * @param payload text or bytes as they are, and a record of Avro's; anything else as
	 * JSON, which makes the fields of an entry of a map or a record
	 * @return what would become of the message
	 * @throws IllegalArgumentException if the trigger cannot have such a handler or
	 * payload, or one of its keys is not right
	 */
	public TriggerOutcome run(Object payload) {
		return runBatch(payload).getFirst();
	}

	/**
	 * Runs a handler of batches once.
	 * @param payloads the payload of each message, as for one
	 * @return what would become of each message
	 * @throws IllegalArgumentException if the trigger cannot have such a handler or
	 * payload, or one of its keys is not right
	 */
	public List<TriggerOutcome> runBatch(Object... payloads) {
		Kinds kinds = Kinds.known();
		TriggerDefinition definition = this.trigger.define(kinds);
		Trial trial = new Trial(definition, this.handler.bind(definition, kinds),
				new Dispatcher.Surroundings("test", this.circumstances.clock(), new AloneGate()));
		SourceType kind = kinds.sources().get(definition.type());
		List<byte[]> bodies = Arrays.stream(payloads).map((payload) -> body(payload, kind, definition)).toList();
		List<Message> messages = new ArrayList<>();
		Instant now = this.circumstances.clock().instant();
		for (byte[] body : bodies) {
			int number = messages.size();
			messages.add(kind.trial(definition, new TrialMessage("test-" + number, now.plusMillis(number), body,
					this.circumstances.headers(), this.circumstances.attempt())));
		}
		try {
			return trial.judge(messages, this.circumstances.attempt(), this.circumstances.replay())
				.stream()
				.map(Outcomes::of)
				.toList();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while the handler ran", ex);
		}
	}

	private byte[] body(Object payload, SourceType kind, TriggerDefinition definition) {
		return switch (payload) {
			case byte[] bytes -> bytes.clone();
			case CharSequence text -> text.toString().getBytes(StandardCharsets.UTF_8);
			default -> {
				byte[] own = kind.typed(definition, payload);
				yield (own != null) ? own : this.handler.mapper(Kinds.known()).writeValueAsBytes(payload);
			}
		};
	}

}
