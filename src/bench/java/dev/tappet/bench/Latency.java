package dev.tappet.bench;

import java.time.Duration;
import java.util.List;

import dev.tappet.bench.MeasuredService.TriggerSettings;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;

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

	private final DelayRounds rounds;

	private final Delays delays;

	private Latency(Bench bench, DelayRounds rounds) {
		this.bench = bench;
		this.rounds = rounds;
		this.delays = rounds.delays();
	}

	static void run(Bench bench) throws InterruptedException {
		try (DelayRounds rounds = new DelayRounds(bench, PER_SECOND)) {
			new Latency(bench, rounds).run();
		}
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
			this.rounds.run();
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
		this.rounds.add(table, name,
				() -> SteadyFeed.redis(this.bench.redis(), kind, key, this.bench.payloads().message(0)), candidate);
	}

}
