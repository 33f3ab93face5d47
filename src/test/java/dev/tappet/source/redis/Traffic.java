package dev.tappet.source.redis;

import java.time.Duration;
import java.util.ArrayList;
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

import dev.tappet.handler.ChannelMessage;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends to a stream, two lists, a channel and keys, again and again, while something
 * happens to the servers, and counts what became of it. A message counts as sent when a
 * replica has it too, so that what Redis loses in a failover is left out.
 */
final class Traffic implements AutoCloseable {

	static final String STREAM = "on-stream";

	static final String LIST = "on-list";

	static final String POPPED = "on-popped";

	static final String CHANNEL = "on-channel";

	static final String EVENT = "on-event";

	static final String KEYSPACE = "on-keyspace";

	private static final List<String> TRIGGERS = List.of(STREAM, LIST, POPPED, CHANNEL, EVENT, KEYSPACE);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration PAUSE = Duration.ofMillis(5);

	private final Map<String, ConcurrentLinkedQueue<Heard>> heard = new ConcurrentHashMap<>();

	private final Map<String, ConcurrentLinkedQueue<String>> sent = new ConcurrentHashMap<>();

	private final AtomicInteger numbers = new AtomicInteger();

	private final Thread sender;

	private volatile @Nullable TestRedis target;

	private volatile boolean ended;

	private record Heard(String message, long at) {
	}

	Traffic() {
		TRIGGERS.forEach((trigger) -> {
			this.heard.put(trigger, new ConcurrentLinkedQueue<>());
			this.sent.put(trigger, new ConcurrentLinkedQueue<>());
		});
		this.sender = Thread.ofVirtual().unstarted(this::run);
	}

	/** Adds the triggers that read it. */
	TappetService.Builder triggers(TappetService.Builder builder) {
		Map<String, Map<String, Object>> triggers = new LinkedHashMap<>();
		triggers.put(STREAM, Map.of("redis-stream.key", "orders", "redis-stream.payload-field", "payload"));
		triggers.put(LIST, Map.of("redis-list.key", "mails"));
		triggers.put(POPPED, Map.of("redis-list.key", "jobs", "redis-list.delivery", "at-most-once"));
		triggers.put(CHANNEL, Map.of("redis-pubsub.channel", "news"));
		triggers.put(EVENT, Map.of("redis-pubsub.keyevent", "set"));
		triggers.forEach((name, settings) -> {
			builder.trigger(name, settings);
			builder.handler(name, String.class, (payload, context) -> note(name, payload));
		});
		builder.trigger(KEYSPACE, Map.of("redis-pubsub.keyspace", "m-*"));
		return builder.handler(KEYSPACE, ChannelMessage.class, (event, context) -> {
			if (event.message().equals("set")) {
				note(KEYSPACE, event.channel().substring(event.channel().indexOf("m-")));
			}
		});
	}

	private void note(String trigger, String message) {
		heard(trigger).add(new Heard(message, System.nanoTime()));
	}

	Traffic start() {
		this.sender.start();
		return this;
	}

	/** Sends to a server from now on, or pauses. */
	void to(@Nullable TestRedis redis) {
		this.target = redis;
	}

	private void run() {
		while (!this.ended) {
			TestRedis redis = this.target;
			if (redis != null) {
				String number = "m-" + this.numbers.incrementAndGet();
				try {
					send(redis.commands(), number);
				}
				catch (RedisException ex) {
					// What was not confirmed does not count.
				}
			}
			LockSupport.parkNanos(PAUSE.toNanos());
		}
	}

	private void send(RedisCommands<String, String> redis, String number) {
		redis.xadd("orders", "payload", number);
		redis.rpush("mails", number);
		redis.rpush("jobs", number);
		redis.publish("news", number);
		redis.setex(number, 60, "");
		if (redis.waitForReplication(1, 500) > 0) {
			this.sent.values().forEach((all) -> all.add(number));
		}
	}

	/** Waits until messages that are sent from now on are handled by every trigger. */
	void awaitFlowing() {
		int from = this.numbers.get();
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.heard.values()
				.stream()
				.allMatch((all) -> all.stream().anyMatch((each) -> number(each) > from)));
	}

	private static int number(Heard each) {
		return Integer.parseInt(each.message().substring(2));
	}

	/**
	 * Stops sending, waits until all that must arrive has arrived, and prints what became
	 * of it.
	 * @param name the case
	 * @param event when it happened
	 * @return doubled messages, by trigger
	 */
	Map<String, Integer> result(String name, long event) {
		to(null);
		this.ended = true;
		for (String trigger : List.of(STREAM, LIST)) {
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(distinct(trigger)).as(trigger).containsAll(sent(trigger)));
		}
		Map<String, Integer> doubled = new LinkedHashMap<>();
		for (String trigger : TRIGGERS) {
			Set<String> distinct = distinct(trigger);
			List<String> sent = List.copyOf(sent(trigger));
			long lost = sent.stream().filter((message) -> !distinct.contains(message)).count();
			int twice = heard(trigger).size() - distinct.size();
			doubled.put(trigger, twice);
			System.out.printf("%s, %s: sent %d, handled %d, doubled %d, lost %d, nothing delivered for %d ms%n", name,
					trigger, sent.size(), distinct.size(), twice, lost, silence(trigger, event).toMillis());
		}
		return doubled;
	}

	private ConcurrentLinkedQueue<Heard> heard(String trigger) {
		return Objects.requireNonNull(this.heard.get(trigger));
	}

	private ConcurrentLinkedQueue<String> sent(String trigger) {
		return Objects.requireNonNull(this.sent.get(trigger));
	}

	private Set<String> distinct(String trigger) {
		Set<String> distinct = new HashSet<>();
		heard(trigger).forEach((each) -> distinct.add(each.message()));
		return distinct;
	}

	/** The longest time without a message since something happened. */
	private Duration silence(String trigger, long event) {
		List<Long> times = new ArrayList<>();
		times.add(event);
		heard(trigger).stream().map(Heard::at).filter((at) -> at - event > 0).sorted().forEach(times::add);
		long longest = 0;
		for (int i = 1; i < times.size(); i++) {
			longest = Math.max(longest, times.get(i) - times.get(i - 1));
		}
		return Duration.ofNanos(longest);
	}

	@Override
	public void close() {
		this.ended = true;
	}

}
