package dev.tappet.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.tappet.bench.MeasuredService.TriggerSettings;
import org.jspecify.annotations.Nullable;

/**
 * The candidates that take from lists.
 */
final class Lists {

	static final String AT_LEAST_ONCE = "Tappet, at-least-once";

	static final String AT_MOST_ONCE = "Tappet, at-most-once";

	static final String LMPOP = "Lettuce loop, LMPOP (at-most-once)";

	static final String TWO_SCRIPTS = "Lettuce loop, two scripts";

	static final String LEFT_POP = "Spring leftPop (at-most-once)";

	private static final int SLOW = 20_000;

	private final Bench bench;

	private final Handled handled = new Handled();

	private final List<Entry> entries = new ArrayList<>();

	private Lists(Bench bench) {
		this.bench = bench;
	}

	static String group(int count) {
		return "lists, count " + count;
	}

	static void run(Bench bench) {
		new Lists(bench).run();
	}

	private void run() {
		List<TriggerSettings> triggers = new ArrayList<>();
		for (int count : Streams.COUNTS) {
			for (String delivery : List.of("at-least-once", "at-most-once")) {
				triggers.add(TriggerSettings.list(trigger(delivery, count), "bench:" + trigger(delivery, count),
						delivery, count, count * Streams.BATCHES));
			}
		}
		int port = this.bench.redis().port();
		try (MeasuredService service = MeasuredService.start(port, this.handled, triggers);
				SpringRedis spring = new SpringRedis(port)) {
			for (int count : Streams.COUNTS) {
				tappet(service, AT_LEAST_ONCE, "at-least-once", count, TWO_SCRIPTS);
				tappet(service, AT_MOST_ONCE, "at-most-once", count, LMPOP);
				String popped = "bench:popped:" + count;
				add(count, LMPOP, popped, new PopLoop(this.bench.redis(), popped, count, Duration.ZERO, this.handled),
						Entry.FAST, TWO_SCRIPTS);
				String kept = "bench:kept:" + count;
				add(count, TWO_SCRIPTS, kept, new TwoScriptLoop(this.bench.redis(), kept, count, this.handled),
						Entry.FAST, null);
				String left = "bench:left-pop:" + count;
				add(count, LEFT_POP, left, new SpringPop(spring, left, this.handled), SLOW, TWO_SCRIPTS);
			}
			this.bench.run(this.handled, this.entries);
		}
	}

	private static String trigger(String delivery, int count) {
		return "list-" + delivery + "-" + count;
	}

	private void tappet(MeasuredService service, String name, String delivery, int count, String reference) {
		String trigger = trigger(delivery, count);
		add(count, name, "bench:" + trigger, new TappetTrigger(service, trigger, this.handled), Entry.FAST, reference);
	}

	private void add(int count, String name, String key, Candidate candidate, int most, @Nullable String reference) {
		Feed feed = KeyFeed.list(this.bench.redis(), key, this.bench.payloads());
		this.entries.add(new Entry(group(count), name, feed, candidate, most, reference));
	}

}
