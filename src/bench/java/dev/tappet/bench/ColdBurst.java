package dev.tappet.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.bench.MeasuredService.TriggerSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * The first burst that a fresh process hears.
 */
final class ColdBurst {

	static final String TABLE = "pub/sub, first burst of a process";

	static final String TAPPET = "Tappet";

	static final String LETTUCE = "Lettuce listener";

	static final String MEDIAN_LOST = "lost, median";

	static final String MOST_LOST = "lost, most";

	static final String CUT_OFF = "processes cut off";

	private static final String CHANNEL = "bench:cold";

	private static final String LOST = "lost";

	private static final String DROPPED = "dropped";

	private ColdBurst() {
	}

	static void run(Bench bench) throws Exception {
		for (String who : List.of(TAPPET, LETTUCE)) {
			if (!bench.settings().takes(TABLE + ": " + who)) {
				continue;
			}
			List<Double> lost = new ArrayList<>();
			double dropped = 0;
			long cutOff = bench.redis().cutOff();
			for (int i = 0; i < bench.settings().coldStarts(); i++) {
				Map<String, Double> answer = burst(bench, who);
				lost.add(answer.getOrDefault(LOST, Double.NaN));
				dropped += answer.getOrDefault(DROPPED, 0.0);
			}
			Map<String, Double> values = new LinkedHashMap<>();
			values.put(MEDIAN_LOST, Results.median(lost));
			values.put(MOST_LOST, lost.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
			values.put("of which dropped and counted, all", dropped);
			values.put(CUT_OFF, (double) bench.redis().cutOff() - cutOff);
			values.put("processes", (double) bench.settings().coldStarts());
			bench.results().add(new Figure(TABLE, who, values));
		}
	}

	private static Map<String, Double> burst(Bench bench, String who) throws Exception {
		ChannelFeed feed = new ChannelFeed(bench.redis().port(), CHANNEL, bench.payloads());
		int messages = feed.whole(bench.settings().backlog());
		try (ChildJvm child = ChildJvm.start(ColdBurst.class, bench.redis().port(), who, messages)) {
			child.read();
			feed.stage(messages);
			feed.release();
			child.tell();
			feed.awaitPublished();
			return child.read();
		}
	}

	/** The child. */
	public static void main(String[] arguments) throws IOException {
		Quiet.logging();
		int port = Integer.parseInt(arguments[0]);
		int messages = Integer.parseInt(arguments[2]);
		Handled handled = new Handled();
		if (arguments[1].equals(TAPPET)) {
			MeasuredService service = MeasuredService.start(port, handled,
					List.of(TriggerSettings.channel("cold", CHANNEL)));
			Candidate candidate = new TappetSubscriber(service, "cold", handled);
			hear(candidate, handled, messages);
		}
		else {
			StatefulRedisPubSubConnection<byte[], byte[]> connection = RedisClient
				.create(RedisURI.create("127.0.0.1", port))
				.connectPubSub(ByteArrayCodec.INSTANCE);
			hear(new LettuceListener(connection, CHANNEL, handled), handled, messages);
		}
		System.exit(0);
	}

	private static void hear(Candidate candidate, Handled handled, int messages) throws IOException {
		candidate.prepare();
		ChildJvm.say(Map.of());
		ChildJvm.awaitTold();
		Listening.await(handled, messages);
		ChildJvm.say(Map.of(LOST, (double) messages - handled.count(), DROPPED, (double) candidate.dropped()));
	}

}
