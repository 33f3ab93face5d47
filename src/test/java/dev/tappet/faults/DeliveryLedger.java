package dev.tappet.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.tappet.faults.Journal.Invocation;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import org.awaitility.Awaitility;

/**
 * Compares what was sent with what handlers did and with the dead letters.
 */
final class DeliveryLedger {

	private final Path folder;

	private final FaultyRedis redis;

	/** Triggers whose messages are records of topics. */
	private final Map<String, FaultyKafka> topics = new ConcurrentHashMap<>();

	private final AtomicInteger numbers = new AtomicInteger();

	private final Map<String, Set<String>> sent = new ConcurrentHashMap<>();

	/** Sent, but the reply was lost: they may have arrived or not. */
	private final Set<String> unsure = ConcurrentHashMap.newKeySet();

	DeliveryLedger(Path folder, FaultyRedis redis) {
		this.folder = folder;
		this.redis = redis;
	}

	/**
	 * Sends a message to a stream, again and again under new ids until the server has
	 * confirmed it.
	 * @return its id
	 */
	String toStream(String trigger, String... attempts) {
		return send(trigger, attempts,
				(body) -> this.redis.with((commands) -> commands.xadd(trigger, Map.of("body", body))));
	}

	/** Likewise to a list. */
	String toList(String trigger, String... attempts) {
		return send(trigger, attempts, (body) -> this.redis.with((commands) -> commands.rpush(trigger, body)));
	}

	/** Likewise to a topic. */
	String toTopic(FaultyKafka kafka, String trigger, String... attempts) {
		this.topics.put(trigger, kafka);
		return send(trigger, attempts, (body) -> kafka.send(trigger, body));
	}

	private interface Sending {

		Object send(String body);

	}

	private String send(String trigger, String[] attempts, Sending sending) {
		long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (true) {
			String id = trigger + "-" + this.numbers.incrementAndGet();
			String body = (attempts.length == 0) ? id : id + ";" + String.join(";", attempts);
			try {
				sending.send(body);
				this.sent.computeIfAbsent(trigger, (name) -> ConcurrentHashMap.newKeySet()).add(id);
				return id;
			}
			catch (RuntimeException ex) {
				this.unsure.add(id);
				if (System.nanoTime() - until > 0) {
					throw ex;
				}
				LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
			}
		}
	}

	int sent() {
		return this.sent.values().stream().mapToInt(Set::size).sum();
	}

	List<Invocation> invocations() {
		return Journal.readAll(this.folder);
	}

	List<Invocation> invocations(String id) {
		return invocations().stream()
			.filter((invocation) -> invocation.id().equals(id))
			.sorted(java.util.Comparator.comparingLong(Invocation::startedAt))
			.toList();
	}

	/** The dead letters of a stream, a list or a topic. */
	List<Map<String, String>> deadLetters(String trigger) {
		FaultyKafka kafka = this.topics.get(trigger);
		if (kafka != null) {
			return kafka.deadLetters(trigger).stream().map((value) -> Map.of("payload", value)).toList();
		}
		List<StreamMessage<String, String>> entries = this.redis
			.with((commands) -> commands.xrange(trigger + "-poison", Range.unbounded()));
		return entries.stream().map(StreamMessage::getBody).toList();
	}

	private static String id(Map<String, String> deadLetter) {
		return Steps.id(deadLetter.getOrDefault("body", deadLetter.getOrDefault("payload", "")));
	}

	/** What was sent and neither handled with success nor written to the dead letters. */
	Set<String> missing() {
		Set<String> missing = new TreeSet<>();
		this.sent.values().forEach(missing::addAll);
		invocations().stream().filter(Invocation::succeeded).map(Invocation::id).forEach(missing::remove);
		for (String trigger : this.sent.keySet()) {
			deadLetters(trigger).forEach((letter) -> missing.remove(id(letter)));
		}
		return missing;
	}

	/** What was handled with success more than once, or handled and buried. */
	Set<String> repeated() {
		Set<String> all = new HashSet<>();
		this.sent.values().forEach(all::addAll);
		Set<String> seen = new HashSet<>();
		Set<String> repeated = new TreeSet<>();
		List<String> ends = new ArrayList<>();
		invocations().stream().filter(Invocation::succeeded).map(Invocation::id).forEach(ends::add);
		this.sent.keySet().forEach((trigger) -> deadLetters(trigger).forEach((letter) -> ends.add(id(letter))));
		ends.forEach((id) -> {
			if (all.contains(id) && !seen.add(id)) {
				repeated.add(id);
			}
		});
		return repeated;
	}

	int unsure() {
		return this.unsure.size();
	}

	/** Nothing is pending, put off or in anyone's hands. */
	Map<String, Long> unfinished() {
		return this.redis.with((commands) -> {
			return commands.keys("tappet:*")
				.stream()
				.filter((key) -> !key.matches("tappet:\\{instances}|.*:(lease:.*|workers|looked|position|anew)"))
				.collect(Collectors.toMap((key) -> key, (key) -> 1L));
		});
	}

	long pending(String stream) {
		return this.redis.with((commands) -> commands.xpending(stream, stream).getCount());
	}

	void awaitNothingMissing(Duration most) {
		Awaitility.await("every message to be handled")
			.atMost(most)
			.pollInterval(Duration.ofMillis(200))
			.untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(missing()).isEmpty());
	}

}
