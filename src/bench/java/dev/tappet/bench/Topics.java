package dev.tappet.bench;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.bench.MeasuredService.TriggerSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.listener.ContainerProperties.AckMode;

/**
 * The candidates that read topics of Kafka.
 */
final class Topics {

	static final String TAPPET = "Tappet, byte[]";

	static final String TAPPET_LIST = "Tappet, List<byte[]>";

	static final String LOOP = "poll loop, a commit for each poll";

	static final String SPRING = "spring-kafka, records, AckMode BATCH";

	static final String SPRING_EACH = "spring-kafka, records, AckMode RECORD";

	static final String SPRING_LIST = "spring-kafka, batches";

	static final int[] PARTITIONS = { 1, 8 };

	/** What is a backlog for Redis is read in the blink of an eye. */
	private static final int LONGER = 5;

	/** Permits for this many polls: one at work, and those that wait for it. */
	private static final int POLLS = 4;

	private static final int COUNT = 500;

	private static final int SLOW = 20_000;

	private final Bench bench;

	private final BenchKafka kafka;

	private final Handled handled = new Handled();

	private final List<Entry> entries = new ArrayList<>();

	private Topics(Bench bench, BenchKafka kafka) {
		this.bench = bench;
		this.kafka = kafka;
	}

	static String group(int partitions) {
		return "topics, partitions: " + partitions;
	}

	static void run(Bench bench) throws InterruptedException {
		try (BenchKafka kafka = BenchKafka.start()) {
			new Topics(bench, kafka).run();
			TopicWaiting.run(bench, kafka);
			TopicLatency.run(bench, kafka);
		}
	}

	private void run() {
		List<TriggerSettings> triggers = new ArrayList<>();
		List<Feed> feeds = new ArrayList<>();
		for (int partitions : PARTITIONS) {
			for (String handler : List.of(MeasuredService.BYTES, MeasuredService.BATCH)) {
				String name = "topic-" + handler + "-" + partitions;
				feeds.add(feed(name, partitions));
				triggers.add(TriggerSettings.topic(name, handler, name, POLLS * COUNT));
			}
		}
		try (MeasuredService service = this.kafka.service(this.bench, this.handled, triggers)) {
			for (int i = 0; i < triggers.size(); i++) {
				add(PARTITIONS[i / 2], (i % 2 == 0) ? TAPPET : TAPPET_LIST, feeds.get(i),
						new TopicTrigger(service, triggers.get(i).name(), this.handled));
			}
			for (int partitions : PARTITIONS) {
				loop("loop-" + partitions, partitions);
				spring(SPRING, AckMode.BATCH, partitions);
				spring(SPRING_EACH, AckMode.RECORD, partitions);
				batches("batches-" + partitions, partitions);
			}
			Settings settings = this.bench.settings();
			new Bench(settings.withBacklog(LONGER * settings.backlog()), this.bench.redis(), this.bench.payloads(),
					this.bench.results())
				.run(this.kafka, this.handled, this.entries);
		}
	}

	private void loop(String topic, int partitions) {
		Feed feed = feed(topic, partitions);
		add(partitions, LOOP, feed, new TopicLoop(this.kafka, topic, this.handled));
	}

	private void spring(String name, AckMode mode, int partitions) {
		String topic = "records-" + mode + "-" + partitions;
		Feed feed = feed(topic, partitions);
		add(partitions, name, feed, TopicListener.records(this.kafka, topic, mode, this.handled));
	}

	private void batches(String topic, int partitions) {
		Feed feed = feed(topic, partitions);
		add(partitions, SPRING_LIST, feed, TopicListener.batches(this.kafka, topic, this.handled));
	}

	private Feed feed(String topic, int partitions) {
		return new TopicFeed(this.kafka, topic, partitions, this.bench.payloads());
	}

	private void add(int partitions, String name, Feed feed, Candidate candidate) {
		@Nullable String reference = name.equals(LOOP) ? null : LOOP;
		int most = name.equals(SPRING_EACH) ? SLOW : Entry.FAST;
		this.entries.add(new Entry(group(partitions), name, feed, candidate, most, reference));
	}

}
