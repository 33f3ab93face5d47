package dev.tappet.source.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends to a stream, two lists, channels and keys, again and again, while something
 * happens to the servers, and counts what became of it. What is kept counts as sent when
 * a replica has it too, so that what Redis loses in a failover is left out. What is only
 * published counts when Redis has confirmed it, with its word on whether somebody was
 * subscribed.
 */
final class Traffic implements AutoCloseable {

	static final String STREAM = "on-stream";

	static final String LIST = "on-list";

	static final String POPPED = "on-popped";

	static final String CHANNEL = "on-channel";

	static final String PATTERN = "on-pattern";

	static final String EVENT = "on-event";

	static final String KEYSPACE = "on-keyspace";

	private static final List<String> KEPT = List.of(STREAM, LIST, POPPED);

	private static final List<String> PUBLISHED = List.of(CHANNEL, PATTERN, EVENT, KEYSPACE);

	private static final Map<String, Map<String, Object>> TRIGGERS = new LinkedHashMap<>();

	static {
		TRIGGERS.put(STREAM, Map.of("redis-stream.key", "orders", "redis-stream.payload-field", "payload"));
		TRIGGERS.put(LIST, Map.of("redis-list.key", "mails"));
		TRIGGERS.put(POPPED, Map.of("redis-list.key", "jobs", "redis-list.delivery", "at-most-once"));
		TRIGGERS.put(CHANNEL, Map.of("redis-pubsub.channel", "news"));
		TRIGGERS.put(PATTERN, Map.of("redis-pubsub.pattern", "weather.*"));
		TRIGGERS.put(EVENT, Map.of("redis-pubsub.keyevent", "set"));
		TRIGGERS.put(KEYSPACE, Map.of("redis-pubsub.keyspace", "m-*"));
	}

	/**
	 * Writes a key, which a server does not that is no primary any more, and publishes.
	 * Answers how many heard either message, how many hear the event, and how many
	 * patterns there are.
	 */
	private static final String PUBLISH = """
			redis.call('SETEX', KEYS[1], 60, '')
			return { redis.call('PUBLISH', 'news', KEYS[1]), redis.call('PUBLISH', 'weather.' .. KEYS[1], KEYS[1]),
				redis.call('PUBSUB', 'NUMSUB', '__keyevent@0__:set')[2], redis.call('PUBSUB', 'NUMPAT') }
			""";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration PAUSE = Duration.ofMillis(5);

	/** How many tell what happens while nothing happens. */
	private static final int BEFORE = 60;

	private final Clock clock = Clock.systemUTC();

	private final Map<String, Heard> heard = new ConcurrentHashMap<>();

	private final Map<String, ConcurrentLinkedQueue<Published>> published = new ConcurrentHashMap<>();

	private final Set<String> kept = ConcurrentHashMap.newKeySet();

	private final AtomicInteger numbers = new AtomicInteger();

	private final Thread sender;

	private @Nullable TestRedis target;

	private boolean keeping = true;

	private boolean ended;

	private Instant event = Instant.MIN;

	Traffic() {
		TRIGGERS.keySet()
			.forEach((trigger) -> this.heard.put(trigger,
					trigger.equals(KEYSPACE) ? Heard.keys("__:") : Heard.messages()));
		PUBLISHED.forEach((trigger) -> this.published.put(trigger, new ConcurrentLinkedQueue<>()));
		this.sender = Thread.ofVirtual().unstarted(this::run);
	}

	/** Adds the triggers that read it. */
	TappetService.Builder triggers(TappetService.Builder builder) {
		TRIGGERS.forEach(builder::trigger);
		KEPT.forEach((name) -> builder.handler(name, String.class, (payload, context) -> heard(name).note(payload)));
		PUBLISHED.forEach((name) -> builder.handler(name, ResolvableType.forClass(ChannelMessage.class), heard(name)));
		return builder;
	}

	Traffic start() {
		this.sender.start();
		return this;
	}

	/** Sends to a server from now on. */
	synchronized void to(TestRedis redis) {
		this.target = redis;
		this.keeping = true;
	}

	/** Something happens to the servers now. */
	void event() {
		this.heard.values().forEach(Heard::begin);
		this.event = this.clock.instant();
	}

	/** Sends nothing more that Redis would forget when another server takes over. */
	synchronized void publishOnly() {
		this.keeping = false;
	}

	/** Sends nothing for now. */
	synchronized void pause() {
		this.target = null;
	}

	private void run() {
		while (turn()) {
			LockSupport.parkNanos(PAUSE.toNanos());
		}
	}

	private synchronized boolean turn() {
		TestRedis redis = this.target;
		if (redis != null && !this.ended) {
			String number = "m-" + this.numbers.incrementAndGet();
			try {
				publish(redis.commands(), number);
				if (this.keeping) {
					send(redis.commands(), number);
				}
			}
			catch (RedisException ex) {
				// What was not confirmed does not count.
			}
		}
		return !this.ended;
	}

	private void publish(RedisCommands<String, String> redis, String number) {
		Instant begun = this.clock.instant();
		List<Long> counts = redis.eval(PUBLISH, ScriptOutputType.MULTI, number);
		Instant now = this.clock.instant();
		boolean pattern = counts.get(1) > 0;
		long otherPatterns = counts.get(3) - (pattern ? 1 : 0);
		Map<String, Boolean> hear = Map.of(CHANNEL, counts.get(0) > 0, PATTERN, pattern, EVENT, counts.get(2) > 0,
				KEYSPACE, otherPatterns > 0);
		hear.forEach((trigger, any) -> published(trigger).add(new Published(number, begun, now, any)));
	}

	private void send(RedisCommands<String, String> redis, String number) {
		redis.xadd("orders", "payload", number);
		redis.rpush("mails", number);
		redis.rpush("jobs", number);
		if (redis.waitForReplication(1, 500) > 0) {
			this.kept.add(number);
		}
	}

	/** Waits until messages that are sent from now on are handled by every trigger. */
	void awaitFlowing() {
		awaitHandled(this.numbers.get());
	}

	/** Waits until enough was sent to tell what happens while nothing happens. */
	void awaitEnough() {
		awaitHandled(BEFORE);
	}

	private void awaitHandled(int from) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.heard.values()
				.stream()
				.allMatch((all) -> all.any((each) -> Integer.parseInt(each.substring(2)) > from)));
	}

	/**
	 * Stops sending, waits until all that must arrive has arrived, prints what became of
	 * it, and fails where that is not what is promised.
	 * @param name the case
	 * @param service what read it
	 * @return what became of what is kept
	 */
	Map<String, Heard.Result> result(String name, TappetService service) {
		close();
		Map<String, Set<String>> sent = new LinkedHashMap<>();
		KEPT.forEach((trigger) -> sent.put(trigger, this.kept));
		PUBLISHED.forEach((trigger) -> sent.put(trigger,
				published(trigger).stream()
					.filter(Published::heard)
					.map(Published::message)
					.collect(Collectors.toSet())));
		Heard.awaitQuiet(this.heard, sent);
		awaitGaps(service);
		Map<String, Heard.Result> results = new LinkedHashMap<>();
		for (String trigger : KEPT) {
			Heard.Result result = heard(trigger).result(this.kept);
			System.out.printf("%s, %s: %s%n", name, trigger, result);
			results.put(trigger, result);
			assertThat(trigger.equals(POPPED) ? Set.of() : result.lost()).as(trigger).isEmpty();
		}
		for (String trigger : PUBLISHED) {
			List<Published> all = List.copyOf(published(trigger));
			Set<String> messages = all.stream().map(Published::message).collect(Collectors.toCollection(HashSet::new));
			Losses losses = new Losses(this.event, all, heard(trigger).result(messages), heard(trigger).gaps());
			System.out.printf("%s, %s: %s%n", name, trigger, losses);
			losses.check(trigger);
		}
		return results;
	}

	/** There was a gap, and each that a trigger has counted is told to its handler. */
	private void awaitGaps(TappetService service) {
		for (String trigger : PUBLISHED) {
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
				assertThat(heard(trigger).gaps()).as("gaps of " + trigger).isNotEmpty();
				assertThat(service.trigger(trigger).counts().gaps()).isEqualTo(heard(trigger).told());
			});
		}
	}

	private Heard heard(String trigger) {
		return Objects.requireNonNull(this.heard.get(trigger));
	}

	private ConcurrentLinkedQueue<Published> published(String trigger) {
		return Objects.requireNonNull(this.published.get(trigger));
	}

	@Override
	public synchronized void close() {
		this.ended = true;
	}

}
