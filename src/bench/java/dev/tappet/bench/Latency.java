package dev.tappet.bench;

import java.time.Duration;
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

import dev.tappet.bench.MeasuredService.TriggerSettings;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import org.HdrHistogram.Histogram;

/**
 * The time from publication to handler at a steady rate. Tappet runs at its defaults.
 */
final class Latency {

	static final String STREAMS = "latency, streams";

	static final String LISTS = "latency, lists";

	static final String CHANNELS = "latency, pub/sub";

	static final String TAPPET = "Tappet";

	static final String LOOP = "Lettuce loop, strict, blocking";

	static final String LISTENER = "Lettuce listener";

	static final String SPRING = "Spring container";

	private static final int PER_SECOND = 2000;

	private static final Duration BLOCK = Duration.ofSeconds(1);

	private final Bench bench;

	private final Delays delays;

	private final int messages;

	private final Map<Line, List<Histogram>> lines = new LinkedHashMap<>();

	private record Line(String table, String name, SteadyFeed.Kind kind, String key, Candidate candidate) {
	}

	private Latency(Bench bench) {
		this.bench = bench;
		this.messages = bench.settings().latencySeconds() * PER_SECOND;
		this.delays = new Delays(this.messages / 10);
	}

	static void run(Bench bench) throws InterruptedException {
		new Latency(bench).run();
	}

	private void run() throws InterruptedException {
		int port = this.bench.redis().port();
		try (MeasuredService service = MeasuredService.start(port, this.delays, triggers());
				SpringRedis spring = new SpringRedis(port)) {
			add(STREAMS, TAPPET, SteadyFeed.Kind.STREAM, "late:stream",
					new TappetTrigger(service, "late-stream", this.delays));
			add(STREAMS, LOOP, SteadyFeed.Kind.STREAM, "late:stream:loop",
					new StreamLoop(this.bench.redis(), "late:stream:loop", 10, false, BLOCK, this.delays::accept));
			add(STREAMS, SPRING, SteadyFeed.Kind.STREAM, "late:stream:spring",
					new SpringStream(spring, "late:stream:spring", SpringStream.ALL, this.delays));
			add(LISTS, TAPPET, SteadyFeed.Kind.LIST, "late:list", new TappetTrigger(service, "late-list", this.delays));
			add(LISTS, LOOP, SteadyFeed.Kind.LIST, "late:list:loop",
					new PopLoop(this.bench.redis(), "late:list:loop", 10, BLOCK, this.delays));
			add(CHANNELS, TAPPET, SteadyFeed.Kind.CHANNEL, "late:channel",
					new TappetSubscriber(service, "late-channel", this.delays));
			add(CHANNELS, LISTENER, SteadyFeed.Kind.CHANNEL, "late:channel:lettuce",
					new LettuceListener(this.bench.redis(), "late:channel:lettuce", this.delays));
			add(CHANNELS, SPRING, SteadyFeed.Kind.CHANNEL, "late:channel:spring",
					new SpringListener(spring, "late:channel:spring", true, this.delays));
			for (int i = -1; i < this.bench.settings().rounds(); i++) {
				round(i);
			}
			this.lines.forEach(this::report);
		}
		finally {
			this.lines.keySet().forEach((line) -> line.candidate().close());
		}
	}

	private static List<TriggerSettings> triggers() {
		return List.of(
				TriggerSettings.of("late-stream", "handler=bytes", "redis-stream.key=late:stream",
						"redis-stream.group=" + KeyFeed.GROUP, "redis-stream.payload-field=" + KeyFeed.FIELD),
				TriggerSettings.of("late-list", "handler=bytes", "redis-list.key=late:list"),
				TriggerSettings.channel("late-channel", "late:channel"));
	}

	private void add(String table, String name, SteadyFeed.Kind kind, String key, Candidate candidate) {
		if (kind == SteadyFeed.Kind.STREAM && this.bench.redis().commands().exists(KeyFeed.bytes(key)) == 0) {
			this.bench.redis()
				.commands()
				.xgroupCreate(StreamOffset.from(KeyFeed.bytes(key), "0"), KeyFeed.bytes(KeyFeed.GROUP),
						XGroupCreateArgs.Builder.mkstream());
		}
		Line line = new Line(table, name, kind, key, candidate);
		if (this.bench.settings().takes(table + ": " + name)) {
			this.lines.put(line, new ArrayList<>());
		}
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
		try (SteadyFeed feed = new SteadyFeed(this.bench.redis(), line.kind(), line.key(), this.bench.payloads())) {
			feed.send(this.messages, PER_SECOND);
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

}
