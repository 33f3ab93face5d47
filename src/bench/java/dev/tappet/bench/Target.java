package dev.tappet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What was promised to be reached.
 *
 * @param what what is measured
 * @param least whether the wanted value is the least, else it is the most
 * @param wanted the wanted value, NaN where it is only to be told
 * @param measured what was found, NaN where it was not measured
 */
record Target(String what, boolean least, double wanted, double measured) {

	String bound() {
		return Double.isNaN(this.wanted) ? "(told)" : (this.least ? ">= " : "<= ") + Table.number(this.wanted);
	}

	String met() {
		if (Double.isNaN(this.measured)) {
			return "not measured";
		}
		if (Double.isNaN(this.wanted)) {
			return "";
		}
		return (this.least ? this.measured >= this.wanted : this.measured <= this.wanted) ? "yes" : "NO";
	}

	static List<Target> of(Results results) {
		List<Target> targets = new ArrayList<>();
		streams(results, targets);
		lists(results, targets);
		channels(results, targets);
		topics(results, targets);
		queues(results, targets);
		latency(results, targets);
		resources(results, targets);
		return targets;
	}

	private static void streams(Results results, List<Target> targets) {
		targets.add(rate(results, Streams.group(10), Streams.BYTES, Streams.STRICT, 2));
		targets.add(rate(results, Streams.group(100), Streams.BYTES, Streams.READ_AHEAD, 0.85));
		targets.add(rate(results, Streams.group(100), Streams.JSON, Streams.READ_AHEAD_JSON, 0.85));
		targets.add(rate(results, Streams.group(1000), Streams.BYTES, Streams.READ_AHEAD, 0.75));
		targets.add(rate(results, Streams.group(1000), Streams.JSON, Streams.READ_AHEAD_JSON, 0.75));
		targets.add(rate(results, Streams.group(100), Streams.BYTES, Streams.SPRING, 20));
		targets.add(rate(results, Streams.group(10), Streams.BYTES, Streams.AZURE, 1000));
	}

	private static void lists(Results results, List<Target> targets) {
		targets.add(rate(results, Lists.group(100), Lists.AT_LEAST_ONCE, Lists.TWO_SCRIPTS, 0.8));
		targets.add(rate(results, Lists.group(1000), Lists.AT_LEAST_ONCE, Lists.TWO_SCRIPTS, 0.8));
		targets.add(rate(results, Lists.group(100), Lists.AT_MOST_ONCE, Lists.LMPOP, 0.7));
		targets.add(rate(results, Lists.group(100), Lists.AT_LEAST_ONCE, Lists.LEFT_POP, 20));
	}

	private static void channels(Results results, List<Target> targets) {
		targets.add(rate(results, PubSub.GROUP, PubSub.TAPPET, PubSub.LETTUCE, 0.55));
		targets.add(rate(results, PubSub.GROUP, PubSub.TAPPET, PubSub.SPRING_VIRTUAL, 0.95));
		List<Measurement> bursts = results.of(PubSub.GROUP, PubSub.TAPPET);
		targets.add(new Target(PubSub.GROUP + ": lost, all rounds", false, 0, sum(bursts, Measurement::lost)));
		targets.add(new Target(PubSub.GROUP + ": cut off by Redis", false, 0, sum(bursts, Measurement::cutOff)));
		targets.add(new Target(ColdBurst.TABLE + ": lost, most", false, 0,
				results.figure(ColdBurst.TABLE, ColdBurst.TAPPET, ColdBurst.MOST_LOST)));
		targets.add(new Target(ColdBurst.TABLE + ": cut off by Redis", false, 0,
				results.figure(ColdBurst.TABLE, ColdBurst.TAPPET, ColdBurst.CUT_OFF)));
	}

	private static void topics(Results results, List<Target> targets) {
		for (int partitions : Topics.PARTITIONS) {
			String group = Topics.group(partitions);
			targets.add(rate(results, group, Topics.TAPPET, Topics.LOOP, 0.8));
			targets.add(rate(results, group, Topics.TAPPET, Topics.SPRING, 1));
			targets.add(rate(results, group, Topics.TAPPET, Topics.SPRING_EACH, 50));
			targets.add(rate(results, group, Topics.TAPPET_LIST, Topics.LOOP, Double.NaN));
			targets.add(allocation(results, group, Topics.TAPPET, Topics.LOOP));
		}
		targets.add(new Target(Waiting.name(TopicWaiting.TAPPET, TopicWaiting.EACH) + ": of the ideal", true, 0.9,
				results.figure(Waiting.TABLE, Waiting.name(TopicWaiting.TAPPET, TopicWaiting.EACH), Waiting.OF_IDEAL)));
		targets.add(new Target(TopicLatency.TABLE + ": p50, ms over the " + TopicLatency.LOOP, false, 1,
				results.figure(TopicLatency.TABLE, TopicLatency.TAPPET, "p50 ms")
						- results.figure(TopicLatency.TABLE, TopicLatency.LOOP, "p50 ms")));
	}

	private static void queues(Results results, List<Target> targets) {
		targets.add(rate(results, Queues.GROUP, Queues.TAPPET, Queues.SDK, 0.8));
		targets.add(allocation(results, Queues.GROUP, Queues.TAPPET, Queues.SDK));
		for (int concurrency : Queues.CONCURRENCIES) {
			String name = Waiting.name(Queues.waiting(concurrency), Queues.EACH);
			targets.add(new Target(name + ": of the ideal", true, Double.NaN,
					results.figure(Waiting.TABLE, name, Waiting.OF_IDEAL)));
		}
	}

	private static double sum(List<Measurement> measured, ToDoubleFunction<Measurement> of) {
		return measured.isEmpty() ? Double.NaN : measured.stream().mapToDouble(of).sum();
	}

	private static void latency(Results results, List<Target> targets) {
		Map<String, String> references = Map.of(Latency.STREAMS, Latency.LOOP, Latency.LISTS, Latency.LOOP,
				Latency.CHANNELS, Latency.LISTENER);
		for (String table : List.of(Latency.STREAMS, Latency.LISTS, Latency.CHANNELS)) {
			String reference = Objects.requireNonNull(references.get(table));
			targets.add(new Target(table + ": p50, ms over the " + reference, false, 0.2,
					results.figure(table, Latency.TAPPET, "p50 ms") - results.figure(table, reference, "p50 ms")));
			targets.add(new Target(table + ": p99, times the " + reference, false, 3,
					results.figure(table, Latency.TAPPET, "p99 ms") / results.figure(table, reference, "p99 ms")));
		}
	}

	private static void resources(Results results, List<Target> targets) {
		String few = String.valueOf(Growth.TRIGGER_NUMBERS[1]);
		String many = String.valueOf(Growth.TRIGGER_NUMBERS[Growth.TRIGGER_NUMBERS.length - 1]);
		for (String value : List.of(Growth.CONNECTIONS, IdleService.THREADS)) {
			targets.add(new Target(many + " idle triggers: " + value + " over those of " + few, false, 0,
					results.figure(Growth.TRIGGERS, many, value) - results.figure(Growth.TRIGGERS, few, value)));
		}
		targets.add(new Target(many + " idle triggers: " + IdleService.CPU, false, 3,
				results.figure(Growth.TRIGGERS, many, IdleService.CPU)));
		for (String who : List.of("Tappet stream", "Tappet list")) {
			targets.add(new Target(Waiting.name(who, 10) + ": of the ideal", true, 0.9,
					results.figure(Waiting.TABLE, Waiting.name(who, 10), Waiting.OF_IDEAL)));
			targets.add(new Target(Waiting.name(who, 5) + ": messages/s", true, Double.NaN,
					results.figure(Waiting.TABLE, Waiting.name(who, 5), Waiting.RATE)));
		}
		for (int count : Streams.COUNTS) {
			targets.add(allocation(results, Streams.group(count), Streams.BYTES, Streams.READ_AHEAD));
			targets.add(allocation(results, Lists.group(count), Lists.AT_LEAST_ONCE, Lists.TWO_SCRIPTS));
		}
		targets.add(allocation(results, PubSub.GROUP, PubSub.TAPPET, PubSub.LETTUCE));
	}

	private static Target rate(Results results, String group, String name, String reference, double wanted) {
		return new Target(group + ": " + name + " / " + reference, true, wanted,
				Results.median(results.ratios(group, name, reference, Measurement::rate)));
	}

	private static Target allocation(Results results, String group, String name, String reference) {
		return new Target(group + ": heap per message, " + name + " / " + reference, false, 3,
				Results.median(results.ratios(group, name, reference, Measurement::bytesPerMessage)));
	}

}
