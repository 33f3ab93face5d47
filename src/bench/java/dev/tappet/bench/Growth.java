package dev.tappet.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.bench.MeasuredService.TriggerSettings;

/**
 * How the cost grows with the backlog, the payload, the triggers of one instance and the
 * concurrency.
 */
final class Growth {

	static final String BACKLOG = "growth, backlog";

	static final String PAYLOAD = "growth, payload";

	static final String TRIGGERS = "growth, idle triggers";

	static final String CONCURRENCY = "growth, concurrency with handlers of 10 ms";

	static final String CONNECTIONS = "connections";

	static final int[] TRIGGER_NUMBERS = { 1, 10, 50, 200 };

	private static final int[] BACKLOGS = { 10_000, 50_000, 200_000, 1_000_000, 2_000_000 };

	private static final int[] PAYLOADS = { 20, 200, 2_000, 20_000, 100_000 };

	private static final int[] CONCURRENCIES = { 1, 10, 100, 1000 };

	private static final long MOST_BYTES = 200_000_000;

	private static final int RUNS = 3;

	private static final int COUNT = 100;

	private static final String TAPPET_KEY = "growth:tappet";

	private static final String LOOP_KEY = "growth:loop";

	private static final String TRIGGER = "growing";

	private final Bench bench;

	private Growth(Bench bench) {
		this.bench = bench;
	}

	static void run(Bench bench) throws IOException {
		Growth growth = new Growth(bench);
		growth.throughput();
		growth.concurrency();
		growth.triggers();
	}

	private void throughput() {
		Handled handled = new Handled();
		BenchRedis redis = this.bench.redis();
		List<TriggerSettings> triggers = List
			.of(TriggerSettings.stream(TRIGGER, MeasuredService.BYTES, TAPPET_KEY, COUNT, COUNT * Streams.BATCHES));
		try (MeasuredService service = MeasuredService.start(redis.port(), handled, triggers);
				StreamLoop loop = new StreamLoop(redis, LOOP_KEY, COUNT, true, Duration.ZERO, handled::accept)) {
			TappetTrigger tappet = new TappetTrigger(service, TRIGGER, handled);
			for (int backlog : BACKLOGS) {
				if (backlog <= this.bench.settings().growthMost()) {
					both(handled, BACKLOG, "%,d messages".formatted(backlog), backlog, this.bench.payloads(), tappet,
							loop);
				}
			}
			for (int size : PAYLOADS) {
				int messages = (int) Math.min(this.bench.settings().backlog(), MOST_BYTES / size);
				both(handled, PAYLOAD, "%,d bytes".formatted(size), messages, Payloads.of(size), tappet, loop);
			}
		}
	}

	private void both(Handled handled, String table, String name, int messages, Payloads payloads, Candidate tappet,
			Candidate loop) {
		Entry ours = new Entry(table, name + ", Tappet", KeyFeed.stream(this.bench.redis(), TAPPET_KEY, payloads),
				tappet, Entry.FAST, null);
		Entry other = new Entry(table, name + ", loop", KeyFeed.stream(this.bench.redis(), LOOP_KEY, payloads), loop,
				Entry.FAST, null);
		Round round = new Round(this.bench.redis(), handled, this.bench.settings());
		List<Double> rates = new ArrayList<>();
		List<Double> ratios = new ArrayList<>();
		List<Double> bytes = new ArrayList<>();
		for (int i = -1; i < RUNS; i++) {
			Measurement mine = round.run(ours, messages, false);
			Measurement theirs = round.run(other, messages, false);
			if (i >= 0) {
				rates.add(mine.rate());
				ratios.add(mine.rate() / theirs.rate());
				bytes.add(mine.bytesPerMessage());
			}
		}
		Map<String, Double> values = new LinkedHashMap<>();
		values.put(Waiting.RATE, Results.median(rates));
		values.put("of the read-ahead loop", Results.median(ratios));
		values.put("bytes/message", Results.median(bytes));
		this.bench.results().add(new Figure(table, name, values));
	}

	private void concurrency() {
		Sleeping handled = new Sleeping();
		handled.each(10);
		List<TriggerSettings> triggers = new ArrayList<>();
		for (int concurrency : CONCURRENCIES) {
			triggers.add(TriggerSettings.stream("concurrent-" + concurrency, MeasuredService.BYTES,
					"growth:concurrent:" + concurrency, COUNT, concurrency));
		}
		try (MeasuredService service = MeasuredService.start(this.bench.redis().port(), handled, triggers)) {
			Round round = new Round(this.bench.redis(), handled, this.bench.settings());
			for (int concurrency : CONCURRENCIES) {
				double ideal = concurrency * 100.0;
				Feed feed = KeyFeed.stream(this.bench.redis(), "growth:concurrent:" + concurrency,
						this.bench.payloads());
				Entry entry = new Entry(CONCURRENCY, concurrency + " at once", feed,
						new TappetTrigger(service, "concurrent-" + concurrency, handled), Entry.FAST, null);
				double rate = 0;
				for (int i = 0; i < RUNS; i++) {
					rate = Math.max(rate, round.run(entry, (int) ideal, false).rate());
				}
				Map<String, Double> values = new LinkedHashMap<>();
				values.put(Waiting.RATE, rate);
				values.put(Waiting.OF_IDEAL, rate / ideal);
				this.bench.results().add(new Figure(CONCURRENCY, entry.name(), values));
			}
		}
	}

	private void triggers() throws IOException {
		for (int triggers : TRIGGER_NUMBERS) {
			try (ChildJvm child = ChildJvm.start(IdleService.class, this.bench.redis().port(), triggers)) {
				child.read();
				double before = this.bench.redis().cpu();
				long start = System.nanoTime();
				Map<String, Double> values = child.read();
				double redis = (this.bench.redis().cpu() - before) * 100 / ((System.nanoTime() - start) / 1e9);
				values.put("Redis, % of a core", redis);
				values.put(CONNECTIONS, (double) this.bench.redis().tappetConnections());
				child.tell();
				this.bench.results().add(new Figure(TRIGGERS, String.valueOf(triggers), values));
			}
		}
	}

}
