package dev.tappet.bench;

import java.util.List;

import dev.tappet.bench.MeasuredService.TriggerSettings;
import org.jspecify.annotations.Nullable;

/**
 * The candidates that hear channels: one burst of messages, published as fast as Redis
 * takes them.
 */
final class PubSub {

	static final String GROUP = "pub/sub, burst";

	static final String TAPPET = "Tappet";

	static final String LETTUCE = "Lettuce listener";

	static final String SPRING = "Spring container, defaults";

	static final String SPRING_VIRTUAL = "Spring container, virtual threads";

	private final Bench bench;

	private PubSub(Bench bench) {
		this.bench = bench;
	}

	static void run(Bench bench) {
		new PubSub(bench).run();
	}

	private void run() {
		Handled handled = new Handled();
		int port = this.bench.redis().port();
		List<TriggerSettings> triggers = List.of(TriggerSettings.channel("heard", "bench:tappet"));
		try (MeasuredService service = MeasuredService.start(port, handled, triggers);
				SpringRedis spring = new SpringRedis(port)) {
			this.bench.run(handled,
					List.of(entry(TAPPET, "bench:tappet", new TappetSubscriber(service, "heard", handled), LETTUCE),
							entry(LETTUCE, "bench:lettuce",
									new LettuceListener(this.bench.redis(), "bench:lettuce", handled), null),
							entry(SPRING_VIRTUAL, "bench:spring:virtual",
									new SpringListener(spring, "bench:spring:virtual", true, handled), LETTUCE),
							entry(SPRING, "bench:spring", new SpringListener(spring, "bench:spring", false, handled),
									LETTUCE)));
		}
	}

	private Entry entry(String name, String channel, Candidate candidate, @Nullable String reference) {
		Feed feed = new ChannelFeed(this.bench.redis().port(), channel, this.bench.payloads());
		return new Entry(GROUP, name, feed, candidate, Entry.FAST, reference);
	}

}
