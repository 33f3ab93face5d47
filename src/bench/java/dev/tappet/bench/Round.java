package dev.tappet.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Runs every candidate once, in an order of its own.
 */
final class Round {

	private final Server server;

	private final Handled handled;

	private final Settings settings;

	Round(Server server, Handled handled, Settings settings) {
		this.server = server;
		this.handled = handled;
		this.settings = settings;
	}

	/** All rounds, with the warm-up before them. */
	static Map<Entry, List<Measurement>> all(Server server, Handled handled, Settings settings, List<Entry> entries) {
		List<Entry> taken = entries.stream().filter((entry) -> settings.takes(entry.id())).toList();
		Map<Entry, List<Measurement>> results = new LinkedHashMap<>();
		taken.forEach((entry) -> results.put(entry, new ArrayList<>()));
		Round round = new Round(server, handled, settings);
		for (int i = -settings.warmup(); i < settings.rounds(); i++) {
			for (Map.Entry<Entry, Measurement> one : round.run(taken, i).entrySet()) {
				if (i >= 0) {
					results.getOrDefault(one.getKey(), new ArrayList<>()).add(one.getValue());
				}
			}
		}
		return results;
	}

	private Map<Entry, Measurement> run(List<Entry> entries, int number) {
		Map<Entry, Measurement> results = new LinkedHashMap<>();
		for (Entry entry : order(entries, new Random(number))) {
			Measurement result = run(entry, this.settings.backlog(), number >= 0);
			results.put(entry, result);
			System.out.printf("%s %-60s %,12.0f/s%s%n", (number < 0) ? "warm-up" : "round " + (number + 1), entry.id(),
					result.rate(),
					(result.lost() + result.left() != 0) ? "  lost " + result.lost() + ", left " + result.left() : "");
		}
		return results;
	}

	/**
	 * Those that are compared run close together, and the slow ones after the fast: what
	 * else the machine does then falls on both sides of a ratio.
	 */
	private static List<Entry> order(List<Entry> entries, Random random) {
		List<Entry> order = new ArrayList<>(entries);
		Collections.shuffle(order, random);
		List<String> groups = order.stream().map(Entry::group).distinct().toList();
		order.sort(Comparator.<Entry>comparingInt((entry) -> groups.indexOf(entry.group()))
			.thenComparing((entry) -> entry.most() != Entry.FAST));
		return order;
	}

	Measurement run(Entry entry, int backlog, boolean counts) {
		int messages = entry.feed().whole(Math.min(backlog, entry.most()));
		try {
			entry.feed().stage(messages);
			this.handled.reset();
			entry.candidate().prepare();
			System.gc();
			return (this.settings.profile() && counts) ? Profile.record(entry.id(), measured(entry, messages))
					: measured(entry, messages).call();
		}
		catch (Exception ex) {
			throw new IllegalStateException(entry.id(), ex);
		}
		finally {
			entry.candidate().rest();
		}
	}

	private Callable<Measurement> measured(Entry entry, int messages) {
		return () -> {
			long dropped = entry.candidate().dropped();
			long cutOff = this.server.cutOff();
			Usage before = Usage.now(this.server);
			long start = System.nanoTime();
			entry.feed().release();
			long end = entry.candidate().run(messages);
			Usage usage = Usage.now(this.server).since(before);
			return new Measurement(messages, this.handled.count(), (end - start) / 1e9, usage, entry.feed().left(),
					entry.candidate().dropped() - dropped, this.server.cutOff() - cutOff);
		};
	}

}
