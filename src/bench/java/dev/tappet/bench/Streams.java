package dev.tappet.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.tappet.bench.MeasuredService.TriggerSettings;
import org.jspecify.annotations.Nullable;

/**
 * The candidates that read streams.
 */
final class Streams {

	static final String BYTES = "Tappet, byte[]";

	static final String JSON = "Tappet, JSON record";

	static final String STRICT = "Lettuce loop, strict";

	static final String READ_AHEAD = "Lettuce loop, read-ahead";

	static final String READ_AHEAD_JSON = "Lettuce loop, read-ahead, JSON record";

	static final String SPRING = "Spring container, manual acknowledgement";

	static final String AZURE = "Azure's polling, 1000 ms";

	static final String AZURE_FAST = "Azure's polling, 1 ms";

	static final int[] COUNTS = { 10, 100, 1000 };

	/** Permits for this many batches: reads under way, and messages in handlers. */
	static final int BATCHES = 4;

	private static final int SLOW = 20_000;

	private static final int SLOWEST = 30;

	private final Bench bench;

	private final Handled handled = new Handled();

	private final List<Entry> entries = new ArrayList<>();

	private Streams(Bench bench) {
		this.bench = bench;
	}

	static String group(int count) {
		return "streams, count " + count;
	}

	static void run(Bench bench) {
		new Streams(bench).run();
	}

	private void run() {
		List<TriggerSettings> triggers = new ArrayList<>();
		for (int count : COUNTS) {
			triggers.add(trigger(MeasuredService.BYTES, count));
			triggers.add(trigger(MeasuredService.ORDER, count));
		}
		int port = this.bench.redis().port();
		try (MeasuredService service = MeasuredService.start(port, this.handled, triggers);
				SpringRedis spring = new SpringRedis(port)) {
			for (int count : COUNTS) {
				tappet(service, BYTES, MeasuredService.BYTES, count, READ_AHEAD);
				tappet(service, JSON, MeasuredService.ORDER, count, READ_AHEAD_JSON);
				loop(STRICT, count, false, this.handled::accept, READ_AHEAD);
				loop(READ_AHEAD, count, true, this.handled::accept, null);
				loop(READ_AHEAD_JSON, count, true, StreamLoop.json(this.handled), READ_AHEAD);
				String key = "bench:spring:" + count;
				add(count, SPRING, key, new SpringStream(spring, key, count, this.handled), SLOW, READ_AHEAD);
			}
			polling(AZURE_FAST, 1, SLOW);
			polling(AZURE, 1000, SLOWEST);
			this.bench.run(this.handled, this.entries);
		}
	}

	private static TriggerSettings trigger(String handler, int count) {
		String name = "stream-" + handler + "-" + count;
		return TriggerSettings.stream(name, handler, "bench:" + name, count, count * BATCHES);
	}

	private void tappet(MeasuredService service, String name, String handler, int count, String reference) {
		String trigger = "stream-" + handler + "-" + count;
		add(count, name, "bench:" + trigger, new TappetTrigger(service, trigger, this.handled), Entry.FAST, reference);
	}

	private void loop(String name, int count, boolean readAhead, Consumer<byte[]> handler, @Nullable String reference) {
		String key = "bench:" + name.replaceAll("\\W+", "-") + ":" + count;
		StreamLoop loop = new StreamLoop(this.bench.redis(), key, count, readAhead, Duration.ZERO, handler);
		add(count, name, key, loop, Entry.FAST, reference);
	}

	private void polling(String name, long interval, int most) {
		String key = "bench:polling:" + interval;
		add(10, name, key, new IntervalPolling(this.bench.redis(), key, interval, this.handled), most, READ_AHEAD);
	}

	private void add(int count, String name, String key, Candidate candidate, int most, @Nullable String reference) {
		Feed feed = KeyFeed.stream(this.bench.redis(), key, this.bench.payloads());
		this.entries.add(new Entry(group(count), name, feed, candidate, most, reference));
	}

}
