package dev.tappet.bench;

import java.util.List;

/**
 * What every part of the benchmark needs.
 *
 * @param settings what to run
 * @param redis the server
 * @param payloads the messages
 * @param results where the figures go
 */
record Bench(Settings settings, BenchRedis redis, Payloads payloads, Results results) {

	/** Runs all rounds of some candidates, and closes them. */
	void run(Handled handled, List<Entry> entries) {
		run(this.redis, handled, entries);
	}

	/** Likewise, of candidates at another broker. */
	void run(Server server, Handled handled, List<Entry> entries) {
		try {
			this.results.add(Round.all(server, handled, this.settings, entries));
		}
		finally {
			entries.forEach((entry) -> entry.candidate().close());
		}
	}

}
