package dev.tappet.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.bench.MeasuredService.TriggerSettings;

/**
 * Handlers that sleep: how near a trigger comes to what its concurrency allows.
 */
final class Waiting {

	static final String TABLE = "handlers that wait";

	static final String OF_IDEAL = "of ideal";

	static final String RATE = "messages/s";

	static final int CONCURRENCY = 1000;

	static final int ONE_AT_A_TIME = 300;

	private final Bench bench;

	private final Server server;

	private final Sleeping handled;

	Waiting(Bench bench, Server server, Sleeping handled) {
		this.bench = bench;
		this.server = server;
		this.handled = handled;
	}

	static void run(Bench bench) {
		new Waiting(bench, bench.redis(), new Sleeping()).run();
	}

	static String name(String who, long milliseconds) {
		return who + ", " + milliseconds + " ms each";
	}

	private void run() {
		List<TriggerSettings> triggers = List.of(
				TriggerSettings.stream("waiting-stream", MeasuredService.BYTES, "waiting:stream", 100, CONCURRENCY),
				TriggerSettings.list("waiting-list", "waiting:list", "at-least-once", 100, CONCURRENCY));
		int port = this.bench.redis().port();
		try (MeasuredService service = MeasuredService.start(port, this.handled, triggers);
				SpringRedis spring = new SpringRedis(port)) {
			Feed stream = KeyFeed.stream(this.bench.redis(), "waiting:stream", this.bench.payloads());
			Feed list = KeyFeed.list(this.bench.redis(), "waiting:list", this.bench.payloads());
			Feed other = KeyFeed.stream(this.bench.redis(), "waiting:spring", this.bench.payloads());
			for (long each : new long[] { 10, 5 }) {
				this.handled.each(each);
				measure(new Entry(TABLE, name("Tappet stream", each), stream,
						new TappetTrigger(service, "waiting-stream", this.handled), Entry.FAST, null), each,
						CONCURRENCY);
				measure(new Entry(TABLE, name("Tappet list", each), list,
						new TappetTrigger(service, "waiting-list", this.handled), Entry.FAST, null), each, CONCURRENCY);
				measure(new Entry(TABLE, name("Spring container", each), other,
						new SpringStream(spring, "waiting:spring", 100, this.handled), ONE_AT_A_TIME, null), each, 1);
			}
		}
	}

	void measure(Entry entry, long each, int concurrency) {
		if (!this.bench.settings().takes(entry.id())) {
			return;
		}
		double ideal = concurrency * 1000.0 / each;
		Round round = new Round(this.server, this.handled, this.bench.settings());
		List<Double> rates = new ArrayList<>();
		for (int i = -1; i < this.bench.settings().rounds(); i++) {
			Measurement found = round.run(entry, (int) (ideal * 1.5), i >= 0);
			if (i >= 0) {
				rates.add(found.rate());
			}
		}
		Map<String, Double> values = new LinkedHashMap<>();
		values.put(RATE, Results.median(rates));
		values.put(OF_IDEAL, Results.median(rates) / ideal);
		this.bench.results().add(new Figure(TABLE, entry.name(), values));
	}

}
