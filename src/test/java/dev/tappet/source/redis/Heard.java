package dev.tappet.source.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import org.awaitility.Awaitility;

/**
 * What the handler of one trigger was called with, under the names that
 * {@link EventTraffic} has for it.
 */
final class Heard implements TriggerHandler<ChannelMessage> {

	/** A list ends each time that it is empty, and a move ends a key where it was. */
	private static final Set<String> KEPT = Set.of(EventTraffic.STREAM, EventTraffic.LIST);

	private static final Clock CLOCK = Clock.systemUTC();

	/** What comes before the name that the message has, where it is in the channel. */
	private final String prefix;

	private final Map<String, Integer> messages = new ConcurrentHashMap<>();

	private final List<Gap> gaps = new ArrayList<>();

	private int told;

	private long last = System.nanoTime();

	private long silence;

	/**
	 * A gap of which the handler was told.
	 *
	 * @param context what it was told
	 * @param told when
	 */
	record Gap(TriggerContext context, Instant told) {

		Instant since() {
			return Objects.requireNonNull(this.context.timestamp());
		}

		/** Whether something that was sent at some time may have been missed in it. */
		boolean covers(Instant begun, Instant ended) {
			return !ended.isBefore(since()) && !begun.isAfter(this.told);
		}

	}

	private Heard(String prefix) {
		this.prefix = prefix;
	}

	/** Of messages that are told by their text. */
	static Heard messages() {
		return new Heard("");
	}

	/** Of keys that were set, in the events of those with a prefix. */
	static Heard keys(String prefix) {
		return new Heard(prefix);
	}

	@Override
	public void handle(ChannelMessage message, TriggerContext context) {
		if (KEPT.contains(message.message())) {
			return;
		}
		if (this.prefix.isEmpty()) {
			note(message.message());
		}
		else if (message.message().equals("set")) {
			String channel = message.channel();
			note(channel.substring(channel.indexOf(this.prefix) + this.prefix.length()));
		}
	}

	synchronized void note(String text) {
		long now = System.nanoTime();
		this.silence = Math.max(this.silence, now - this.last);
		this.last = now;
		this.messages.merge(text, 1, Integer::sum);
	}

	@Override
	public synchronized void onGap(TriggerContext context) {
		this.told++;
		this.gaps.add(new Gap(context, CLOCK.instant()));
	}

	/** How many gaps it was told of in all. */
	synchronized int told() {
		return this.told;
	}

	/** The gaps since something happened. */
	synchronized List<Gap> gaps() {
		return List.copyOf(this.gaps);
	}

	/** Something happens now. */
	synchronized void begin() {
		this.last = System.nanoTime();
		this.silence = 0;
		this.gaps.clear();
	}

	private int count() {
		return this.messages.size();
	}

	boolean any(Predicate<String> which) {
		return this.messages.keySet().stream().anyMatch(which);
	}

	private boolean all(Set<String> sent) {
		return this.messages.keySet().containsAll(sent);
	}

	/**
	 * Waits until all has been handled, or nothing more comes for a while.
	 * @param heard by trigger
	 * @param sent by trigger
	 */
	static void awaitQuiet(Map<String, Heard> heard, Map<String, Set<String>> sent) {
		int[] seen = { -1, 0 };
		Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(100)).until(() -> {
			int count = heard.values().stream().mapToInt(Heard::count).sum();
			seen[1] = (count == seen[0]) ? seen[1] + 1 : 0;
			seen[0] = count;
			boolean all = sent.entrySet()
				.stream()
				.allMatch((each) -> Objects.requireNonNull(heard.get(each.getKey())).all(each.getValue()));
			return (all && seen[1] >= 5) || seen[1] >= 20;
		});
	}

	synchronized Result result(Set<String> sent) {
		Set<String> lost = new HashSet<>(sent);
		lost.removeAll(this.messages.keySet());
		int doubled = (int) this.messages.values().stream().filter((times) -> times > 1).count();
		return new Result(sent.size(), sent.size() - lost.size(), doubled, lost,
				Duration.ofNanos(this.silence).toMillis(), this.gaps.size());
	}

	/**
	 * How it went.
	 *
	 * @param sent how many messages Redis has confirmed
	 * @param handled how many of them the handler got
	 * @param doubled how many it got more than once
	 * @param lost those that it did not get
	 * @param silence the longest time in which it got nothing, in ms
	 * @param gaps how often it was told that messages may have been missed
	 */
	record Result(int sent, int handled, int doubled, Set<String> lost, long silence, int gaps) {

		@Override
		public String toString() {
			return "sent %5d, handled %5d, doubled %d, lost %d, nothing for %d ms, gaps %d".formatted(this.sent,
					this.handled, this.doubled, this.lost.size(), this.silence, this.gaps);
		}

	}

}
