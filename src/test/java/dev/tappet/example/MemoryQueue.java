package dev.tappet.example;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetter;
import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A queue in memory, shared by all instances in this process: it stands for the server of
 * a real broker. A message keeps its place until it is done.
 */
final class MemoryQueue {

	private final NavigableMap<String, Place> places = new TreeMap<>();

	private final NavigableMap<String, DeadLetter> deadLetters = new TreeMap<>();

	private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();

	private final BooleanSupplier away;

	private long numbers;

	MemoryQueue(BooleanSupplier away) {
		this.away = away;
	}

	/** Has somebody told when there may be something to take. */
	void watch(Runnable watcher) {
		this.watchers.add(watcher);
	}

	void unwatch(Runnable watcher) {
		this.watchers.remove(watcher);
	}

	int watchers() {
		return this.watchers.size();
	}

	synchronized void send(byte[] body) {
		put(new MemoryMessage(nextId(), body, false));
	}

	private String nextId() {
		// As text in the order of the numbers.
		return "%019d".formatted(++this.numbers);
	}

	private void put(MemoryMessage message) {
		this.places.put(message.id(), Place.of(message));
		this.watchers.forEach(Runnable::run);
	}

	/**
	 * Takes messages that are due, all on the same attempt.
	 * @param most most messages to take
	 * @param strict whether none but the first may be taken
	 * @return the messages, none where nothing is due
	 */
	synchronized List<Place> take(int most, boolean strict) {
		checkReachable();
		long now = System.nanoTime();
		List<Place> due = candidates(strict).filter((place) -> place.isDue(now)).toList();
		List<Place> taken = due.stream()
			.filter((place) -> place.goesWith(due.getFirst()))
			.limit(most)
			.map(Place::take)
			.toList();
		taken.forEach((place) -> this.places.put(place.message().id(), place));
		return taken;
	}

	/** How long nothing is to be taken, unless somebody changes that. */
	synchronized Duration untilDue(boolean strict, Duration longest) {
		long now = System.nanoTime();
		return candidates(strict).filter((place) -> !place.taken())
			.map((place) -> Duration.ofNanos(place.dueAt() - now))
			.reduce(longest, (left, right) -> (left.compareTo(right) < 0) ? left : right);
	}

	private Stream<Place> candidates(boolean strict) {
		return this.places.values().stream().limit(strict ? 1 : Long.MAX_VALUE);
	}

	/** The message is done. */
	synchronized void remove(MemoryMessage message) {
		checkReachable();
		this.places.remove(message.id());
		this.watchers.forEach(Runnable::run);
	}

	/** The message may be taken again, by whoever is first. */
	synchronized void putBack(MemoryMessage message, UnaryOperator<Place> change) {
		checkReachable();
		this.places.computeIfPresent(message.id(), (id, place) -> change.apply(place));
		this.watchers.forEach(Runnable::run);
	}

	synchronized void bury(MemoryMessage message, String queue, Verdict.Bury verdict, Instant now) {
		checkReachable();
		String id = nextId();
		this.deadLetters.put(id, new DeadLetter(id, queue, verdict.attempts(), verdict.reason(), now, message));
		remove(message);
	}

	synchronized Backlog backlog() {
		checkReachable();
		long unfinished = this.places.values().stream().filter((place) -> place.attempts() > 0).count();
		return new Backlog(this.places.size() - unfinished, unfinished);
	}

	synchronized long deadLetters() {
		checkReachable();
		return this.deadLetters.size();
	}

	synchronized List<DeadLetter> deadLetters(int most, @Nullable String before) {
		checkReachable();
		NavigableMap<String, DeadLetter> older = (before != null) ? this.deadLetters.headMap(before, false)
				: this.deadLetters;
		return older.descendingMap().values().stream().limit(most).toList();
	}

	synchronized int replay(Collection<String> ids, Function<DeadLetter, byte[]> body) {
		List<DeadLetter> letters = removeDeadLetters(ids);
		letters.forEach((letter) -> put(new MemoryMessage(nextId(), body.apply(letter), true)));
		return letters.size();
	}

	synchronized List<DeadLetter> removeDeadLetters(Collection<String> ids) {
		checkReachable();
		return ids.stream().map(this.deadLetters::remove).filter(Objects::nonNull).toList();
	}

	synchronized void clear() {
		this.places.clear();
		this.deadLetters.clear();
	}

	/** Fails where nothing could be asked of the queue. */
	void checkReachable() {
		if (this.away.getAsBoolean()) {
			throw new IllegalStateException("the queue cannot be reached");
		}
	}

}
