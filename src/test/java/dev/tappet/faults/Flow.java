package dev.tappet.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.tappet.faults.Journal.Invocation;

/**
 * Messages that are sent at a steady rate, and what became of them.
 */
final class Flow implements AutoCloseable {

	private final String prefix;

	private final Predicate<String> sender;

	private final Duration pause;

	private final Set<String> sent = new ConcurrentSkipListSet<>();

	private final Thread thread;

	private volatile boolean sending = true;

	/**
	 * Begins to send.
	 * @param prefix stands before the number of each message
	 * @param sender sends a message, and says whether anybody was there to hear it
	 * @param pause the time between two messages
	 */
	Flow(String prefix, Predicate<String> sender, Duration pause) {
		this.prefix = prefix;
		this.sender = sender;
		this.pause = pause;
		this.thread = Thread.ofPlatform().daemon().start(this::run);
	}

	private void run() {
		long next = System.nanoTime();
		for (int i = 0; this.sending; i++) {
			String id = this.prefix + i;
			try {
				if (this.sender.test(id)) {
					this.sent.add(id);
				}
			}
			catch (RuntimeException ex) {
				// What Redis did not take was not sent.
				this.sent.remove(id);
			}
			next += this.pause.toNanos();
			LockSupport.parkNanos(next - System.nanoTime());
		}
	}

	/** Sends no more. */
	Flow stop() {
		this.sending = false;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this;
	}

	Set<String> sent() {
		return this.sent;
	}

	/** What became of it so far. */
	Outcome outcome(List<Invocation> all) {
		List<Invocation> mine = all.stream().filter((call) -> call.id().startsWith(this.prefix)).toList();
		TreeMap<String, Long> times = mine.stream()
			.collect(Collectors.groupingBy(Invocation::id, TreeMap::new, Collectors.counting()));
		List<String> lost = new ArrayList<>(this.sent);
		lost.removeAll(times.keySet());
		long doubled = times.values().stream().mapToLong((count) -> count - 1).sum();
		long silence = 0;
		long[] starts = mine.stream().mapToLong(Invocation::startedAt).sorted().toArray();
		for (int i = 1; i < starts.length; i++) {
			silence = Math.max(silence, starts[i] - starts[i - 1]);
		}
		return new Outcome(this.sent.size(), times.size(), doubled, lost, silence);
	}

	@Override
	public void close() {
		stop();
	}

	/**
	 * What became of the messages.
	 *
	 * @param sent how many were sent while somebody was there to hear them
	 * @param handled how many of all were handled
	 * @param doubled how many calls of handlers were too many
	 * @param lost which were sent and not handled
	 * @param silence the longest time in which nothing was handled, in ms
	 */
	record Outcome(int sent, int handled, long doubled, List<String> lost, long silence) {

		/** Of what was delivered to those who had to hear it. */
		Outcome of(Set<String> delivered) {
			return new Outcome(delivered.size(), this.handled, this.doubled,
					this.lost.stream().filter(delivered::contains).toList(), this.silence);
		}

		Outcome print(String what) {
			System.out.printf("replicas: one - %-52s sent %5d, handled %5d, doubled %3d, lost %3d, silent for %5d ms%n",
					what, this.sent, this.handled, this.doubled, this.lost.size(), this.silence);
			return this;
		}

	}

}
