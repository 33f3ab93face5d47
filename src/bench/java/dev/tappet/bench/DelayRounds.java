package dev.tappet.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.HdrHistogram.Histogram;

/**
 * Measures the time from publication to handler at a steady rate, of several candidates
 * in turn.
 */
final class DelayRounds implements AutoCloseable {

	private final Bench bench;

	private final int perSecond;

	private final int messages;

	private final Delays delays;

	private final Map<Line, List<Histogram>> lines = new LinkedHashMap<>();

	private record Line(String table, String name, Supplier<SteadyFeed> feed, Candidate candidate) {
	}

	DelayRounds(Bench bench, int perSecond) {
		this.bench = bench;
		this.perSecond = perSecond;
		this.messages = bench.settings().latencySeconds() * perSecond;
		this.delays = new Delays(this.messages / 10);
	}

	/** What the candidates have to do with their messages. */
	Delays delays() {
		return this.delays;
	}

	void add(String table, String name, Supplier<SteadyFeed> feed, Candidate candidate) {
		if (this.bench.settings().takes(table + ": " + name)) {
			this.lines.put(new Line(table, name, feed, candidate), new ArrayList<>());
		}
		else {
			candidate.close();
		}
	}

	/** All rounds, with a warm-up before them. */
	void run() throws InterruptedException {
		for (int i = -1; i < this.bench.settings().rounds(); i++) {
			round(i);
		}
		this.lines.forEach(this::report);
	}

	private void round(int number) throws InterruptedException {
		List<Line> order = new ArrayList<>(this.lines.keySet());
		Collections.shuffle(order, new Random(number));
		for (Line line : order) {
			Histogram found = measure(line);
			System.out.printf("%s %-60s p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, %d of %d%n",
					(number < 0) ? "warm-up" : "round " + (number + 1), line.table() + ": " + line.name(),
					milliseconds(found, 50), milliseconds(found, 99), milliseconds(found, 99.9), this.delays.count(),
					this.messages);
			if (number >= 0) {
				this.lines.getOrDefault(line, new ArrayList<>()).add(found);
			}
		}
	}

	private Histogram measure(Line line) throws InterruptedException {
		this.delays.reset();
		line.candidate().prepare();
		System.gc();
		CompletableFuture<Long> done = new CompletableFuture<>();
		Thread.ofPlatform().name("bench-candidate").start(() -> {
			try {
				done.complete(line.candidate().run(this.messages));
			}
			catch (Exception ex) {
				done.completeExceptionally(ex);
			}
		});
		try (SteadyFeed feed = line.feed().get()) {
			feed.send(this.messages, this.perSecond);
			done.get(20, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(line.table() + ": " + line.name(), ex);
		}
		finally {
			line.candidate().rest();
		}
		return this.delays.noted();
	}

	private void report(Line line, List<Histogram> rounds) {
		Map<String, Double> values = new LinkedHashMap<>();
		values.put("p50 ms", median(rounds, 50));
		values.put("p99 ms", median(rounds, 99));
		values.put("p99.9 ms", median(rounds, 99.9));
		this.bench.results().add(new Figure(line.table(), line.name(), values));
	}

	private static double median(List<Histogram> rounds, double percentile) {
		return Results.median(rounds.stream().map((delays) -> milliseconds(delays, percentile)).toList());
	}

	private static double milliseconds(Histogram delays, double percentile) {
		return (delays.getTotalCount() > 0) ? delays.getValueAtPercentile(percentile) / 1e6 : Double.NaN;
	}

	@Override
	public void close() {
		this.lines.keySet().forEach((line) -> line.candidate().close());
	}

}
