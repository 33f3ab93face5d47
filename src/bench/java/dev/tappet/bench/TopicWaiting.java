package dev.tappet.bench;

import java.util.List;

import dev.tappet.bench.MeasuredService.TriggerSettings;

import org.springframework.kafka.listener.ContainerProperties.AckMode;

/**
 * Handlers that sleep, for the records of one partition.
 */
final class TopicWaiting {

	static final String TAPPET = "Tappet topic";

	static final String SPRING = "spring-kafka";

	static final long EACH = 5;

	private static final String TOPIC = "topic-waiting";

	private static final String OTHER = "records-waiting";

	private TopicWaiting() {
	}

	static void run(Bench bench, BenchKafka kafka) {
		Sleeping handled = new Sleeping();
		handled.each(EACH);
		Feed feed = new TopicFeed(kafka, TOPIC, 1, bench.payloads());
		Feed other = new TopicFeed(kafka, OTHER, 1, bench.payloads());
		List<TriggerSettings> triggers = List
			.of(TriggerSettings.topic(TOPIC, MeasuredService.BYTES, TOPIC, Waiting.CONCURRENCY));
		Waiting waiting = new Waiting(bench, kafka, handled);
		try (MeasuredService service = kafka.service(bench, handled, triggers);
				Candidate spring = TopicListener.records(kafka, OTHER, AckMode.BATCH, handled)) {
			waiting.measure(new Entry(Waiting.TABLE, Waiting.name(TAPPET, EACH), feed,
					new TopicTrigger(service, TOPIC, handled), Entry.FAST, null), EACH, Waiting.CONCURRENCY);
			waiting.measure(
					new Entry(Waiting.TABLE, Waiting.name(SPRING, EACH), other, spring, Waiting.ONE_AT_A_TIME, null),
					EACH, 1);
		}
	}

}
