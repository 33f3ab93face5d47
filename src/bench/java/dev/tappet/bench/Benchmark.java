package dev.tappet.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures Tappet beside hand-written loops, the listeners of Spring Data Redis and
 * spring-kafka and the polling of Azure's trigger, on a Redis process, a Kafka process
 * and a stub of Azure's queue service of its own:
 *
 * <pre>
 * mvn -Pbench verify
 * mvn -Pbench verify -Dbench.only=streams,lists -Dbench.rounds=2 -Dbench.backlog=20000
 * </pre>
 *
 * It prints its tables and writes them to {@code target/bench} as text, JSON and SVG. All
 * candidates of a part run once in every round, in an order that differs from round to
 * round, so that whatever disturbs the machine disturbs them alike. A ratio compares two
 * candidates of the same round.
 * <p>
 * Settings, as system properties:
 * <ul>
 * <li>{@code bench.only}: the parts to run, with commas between: {@code streams},
 * {@code lists}, {@code pubsub}, {@code kafka}, {@code azure}, {@code cold} (the first
 * burst of a fresh process), {@code latency}, {@code waiting} (handlers that sleep),
 * {@code growth}. Default: all</li>
 * <li>{@code bench.candidates}: a regular expression that is looked for in
 * {@code "<group>: <name>"}, such as {@code "count 100:.*(Tappet|read-ahead$)"}. Default:
 * all</li>
 * <li>{@code bench.rounds}: rounds that count, 5</li>
 * <li>{@code bench.warmup}: rounds before them, 2</li>
 * <li>{@code bench.backlog}: messages of one run, 200000; candidates that are slow get
 * fewer</li>
 * <li>{@code bench.payload}: bytes of a message, 200</li>
 * <li>{@code bench.latency-seconds}: length of a run at 2,000 messages/s, 5</li>
 * <li>{@code bench.growth-most}: largest backlog of the growth part, 2000000</li>
 * <li>{@code bench.cold-starts}: fresh processes of each candidate, 5</li>
 * <li>{@code bench.profile}: {@code true} to write {@code profile.txt}, what the flight
 * recorder saw of each candidate; the rates suffer. Default: false</li>
 * <li>{@code bench.jvm-arguments} (Maven only): options of the JVM</li>
 * </ul>
 */
public final class Benchmark {

	private Benchmark() {
	}

	public static void main(String[] arguments) throws Exception {
		Quiet.logging();
		Settings settings = Settings.read();
		Path folder = Files.createDirectories(Path.of((arguments.length > 0) ? arguments[0] : "target/bench"));
		try (BenchRedis redis = BenchRedis.start(folder)) {
			Results results = new Results();
			Bench bench = new Bench(settings, redis, Payloads.of(settings.payload()), results);
			run(bench);
			new Report(results, settings, Machine.describe(redis)).write(folder);
		}
		System.exit(0);
	}

	private static void run(Bench bench) throws Exception {
		Settings settings = bench.settings();
		if (settings.wants("streams")) {
			Streams.run(bench);
		}
		if (settings.wants("lists")) {
			Lists.run(bench);
		}
		if (settings.wants("pubsub")) {
			PubSub.run(bench);
		}
		if (settings.wants("kafka")) {
			Topics.run(bench);
		}
		if (settings.wants("azure")) {
			Queues.run(bench);
		}
		if (settings.wants("cold")) {
			ColdBurst.run(bench);
		}
		if (settings.wants("latency")) {
			Latency.run(bench);
		}
		if (settings.wants("waiting")) {
			Waiting.run(bench);
		}
		if (settings.wants("growth")) {
			Growth.run(bench);
		}
	}

}
