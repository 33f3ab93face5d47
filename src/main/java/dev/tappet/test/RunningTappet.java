package dev.tappet.test;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerCounts;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.runtime.TriggerState;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The service of a {@link TappetTest}: sends messages to its Redis, and waits for what
 * becomes of them. It counts from the beginning of each test. What a test leaves behind
 * is there for the next one, so a test ends with {@link #awaitNothingLeft()} where that
 * matters.
 */
public final class RunningTappet {

	private static final TriggerCounts NOTHING = new TriggerCounts(0, 0, 0, 0, 0, 0);

	private final ConfigurableApplicationContext context;

	private final int redisPort;

	private final Patience patience;

	private final Map<String, TriggerCounts> before;

	RunningTappet(ConfigurableApplicationContext context, int redisPort, Duration patience) {
		this(context, redisPort, new Patience(patience), new ConcurrentHashMap<>());
	}

	private RunningTappet(ConfigurableApplicationContext context, int redisPort, Patience patience,
			Map<String, TriggerCounts> before) {
		this.context = context;
		this.redisPort = redisPort;
		this.patience = patience;
		this.before = before;
	}

	/**
	 * The same with another patience.
	 * @param limit how long it waits for something at most
	 * @return the same service
	 */
	public RunningTappet within(Duration limit) {
		return new RunningTappet(this.context, this.redisPort, new Patience(limit), this.before);
	}

	/** Counts from now on. */
	void begin() {
		triggers().forEach((trigger) -> this.before.put(trigger.definition().name(), trigger.counts()));
	}

	void awaitRunning() {
		this.patience.await(() -> triggers().stream().allMatch((trigger) -> trigger.state() != TriggerState.FAILING),
				"all triggers should run", this::describeAll);
	}

	/**
	 * Adds an entry to a stream.
	 * @param stream the stream
	 * @param fields the entry's fields
	 * @return the entry's id
	 */
	public String add(String stream, Map<String, String> fields) {
		return Objects.requireNonNull(redis().opsForStream().add(stream, fields)).getValue();
	}

	/**
	 * Pushes elements to the end of a list.
	 * @param list the list
	 * @param elements the elements
	 */
	public void push(String list, String... elements) {
		redis().opsForList().rightPushAll(list, elements);
	}

	/**
	 * Publishes a message.
	 * @param channel the channel
	 * @param message the message
	 */
	public void publish(String channel, String message) {
		redis().convertAndSend(channel, message);
	}

	private StringRedisTemplate redis() {
		return bean(StringRedisTemplate.class);
	}

	/**
	 * How many messages of a trigger were handled and acknowledged since the test began.
	 * @param trigger the trigger's name
	 * @return how many
	 */
	public long handled(String trigger) {
		return find(trigger).counts().completed() - countsBefore(trigger).completed();
	}

	/**
	 * How many attempts at messages of a trigger failed and were put off since the test
	 * began.
	 * @param trigger the trigger's name
	 * @return how many
	 */
	public long retried(String trigger) {
		return find(trigger).counts().retried() - countsBefore(trigger).retried();
	}

	/**
	 * How many messages of a trigger went to the dead letters since the test began.
	 * @param trigger the trigger's name
	 * @return how many
	 */
	public long deadLettered(String trigger) {
		return find(trigger).counts().deadLettered() - countsBefore(trigger).deadLettered();
	}

	/**
	 * Waits until so many messages were handled and acknowledged since the test began.
	 * @param trigger the trigger's name
	 * @param messages how many at least
	 */
	public void awaitHandled(String trigger, long messages) {
		this.patience.await(() -> handled(trigger) >= messages,
				"%s should have handled %d message(s)".formatted(trigger, messages), () -> describe(find(trigger)));
	}

	/**
	 * Waits until so many messages went to the dead letters since the test began.
	 * @param trigger the trigger's name
	 * @param messages how many at least, and how many to return
	 * @return the newest of them, the oldest first
	 */
	public List<BuriedMessage> awaitDeadLettered(String trigger, int messages) {
		Trigger found = find(trigger);
		this.patience.await(() -> deadLettered(trigger) >= messages,
				"%s should have given up %d message(s)".formatted(trigger, messages), () -> describe(found));
		return found.deadLetters()
			.list(messages, null)
			.toCompletableFuture()
			.join()
			.reversed()
			.stream()
			.map(BuriedMessage::of)
			.toList();
	}

	/**
	 * Waits until nothing is left in any stream or list that a trigger reads: nothing
	 * waits, is handled or waits for another attempt. What is published is left out,
	 * since Redis does not keep it; of that, nothing is being handled.
	 */
	public void awaitNothingLeft() {
		this.patience.await(() -> triggers().stream().allMatch(this::isIdle), "nothing should be left",
				this::describeAll);
	}

	private boolean isIdle(Trigger trigger) {
		return trigger.inFlight() == 0
				&& (!trigger.definition().enabled() || !trigger.traits().backlog() || hasNothingLeft(trigger));
	}

	private static boolean hasNothingLeft(Trigger trigger) {
		try {
			return Objects.requireNonNull(trigger.backlog().toCompletableFuture().join()).total() == 0;
		}
		catch (CompletionException ex) {
			// It is asked again.
			return false;
		}
	}

	/**
	 * A bean of the service, such as one that a handler writes to.
	 * @param type its type
	 * @param <T> its type
	 * @return the bean
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Where the Redis of this test listens on 127.0.0.1, for a client of the test's own.
	 * @return the port
	 */
	public int redisPort() {
		return this.redisPort;
	}

	private Collection<Trigger> triggers() {
		return bean(TriggerRegistry.class).triggers();
	}

	private Trigger find(String name) {
		Trigger found = bean(TriggerRegistry.class).find(name);
		if (found == null) {
			throw new IllegalArgumentException("there is no trigger '%s', but %s".formatted(name,
					triggers().stream().map((trigger) -> trigger.definition().name()).toList()));
		}
		return found;
	}

	private TriggerCounts countsBefore(String trigger) {
		return this.before.getOrDefault(trigger, NOTHING);
	}

	private String describeAll() {
		return String.join("; ", triggers().stream().map(this::describe).toList());
	}

	private String describe(Trigger trigger) {
		String name = trigger.definition().name();
		TriggerReport report = new TriggerReport(trigger, handled(name), retried(name), deadLettered(name));
		return report.toString();
	}

}
