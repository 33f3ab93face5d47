package dev.tappet.source.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;

/**
 * What the handler of one trigger was called with, under the names that
 * {@link EventTraffic} has for it.
 */
final class Heard implements TriggerHandler<ChannelMessage> {

	/** A list ends each time that it is empty, and a move ends a key where it was. */
	private static final Set<String> KEPT = Set.of(EventTraffic.STREAM, EventTraffic.LIST);

	private final boolean keyspace;

	private final Map<String, Integer> messages = new ConcurrentHashMap<>();

	private final List<TriggerContext> gaps = new ArrayList<>();

	private long last = System.nanoTime();

	private long silence;

	Heard(boolean keyspace) {
		this.keyspace = keyspace;
	}

	@Override
	public void handle(ChannelMessage message, TriggerContext context) {
		if (KEPT.contains(message.message())) {
			return;
		}
		if (!this.keyspace) {
			note(message.message());
		}
		else if (message.message().equals("set")) {
			note(message.channel().replaceFirst("^.*:user:", ""));
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
		this.gaps.add(context);
	}

	synchronized List<TriggerContext> gaps() {
		return List.copyOf(this.gaps);
	}

	synchronized void begin() {
		this.last = System.nanoTime();
		this.silence = 0;
		this.gaps.clear();
	}

	int count() {
		return this.messages.size();
	}

	boolean all(Set<String> sent) {
		return this.messages.keySet().containsAll(sent);
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
	 * @param sent how many messages the cluster has confirmed
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
