package dev.tappet.bench;

import java.util.List;

import dev.tappet.bench.MeasuredService.TriggerSettings;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

import org.springframework.kafka.listener.ContainerProperties.AckMode;

/**
 * The time from a record's publication to its handler. Tappet runs at its defaults.
 */
final class TopicLatency {

	static final String TABLE = "latency, topics";

	static final String TAPPET = "Tappet";

	static final String LOOP = "poll loop";

	static final String SPRING = "spring-kafka";

	private static final int PER_SECOND = 200;

	private static final String TOPIC = "late-topic";

	private static final String LOOP_TOPIC = "late-loop";

	private static final String SPRING_TOPIC = "late-records";

	private final Bench bench;

	private final BenchKafka kafka;

	private TopicLatency(Bench bench, BenchKafka kafka) {
		this.bench = bench;
		this.kafka = kafka;
	}

	static void run(Bench bench, BenchKafka kafka) throws InterruptedException {
		new TopicLatency(bench, kafka).run();
	}

	private void run() throws InterruptedException {
		List.of(TOPIC, LOOP_TOPIC, SPRING_TOPIC).forEach((topic) -> this.kafka.create(topic, 1));
		try (DelayRounds rounds = new DelayRounds(this.bench, PER_SECOND);
				MeasuredService service = this.kafka.service(this.bench, rounds.delays(),
						List.of(TriggerSettings.of(TOPIC, "handler=bytes", "kafka.topic=" + TOPIC)))) {
			add(rounds, TAPPET, TOPIC, new TopicTrigger(service, TOPIC, rounds.delays()));
			add(rounds, LOOP, LOOP_TOPIC, new TopicLoop(this.kafka, LOOP_TOPIC, rounds.delays()));
			add(rounds, SPRING, SPRING_TOPIC,
					TopicListener.records(this.kafka, SPRING_TOPIC, AckMode.BATCH, rounds.delays()));
			rounds.run();
		}
	}

	private void add(DelayRounds rounds, String name, String topic, Candidate candidate) {
		rounds.add(TABLE, name, () -> feed(topic), candidate);
	}

	private SteadyFeed feed(String topic) {
		Producer<byte[], byte[]> producer = this.kafka.producer(0);
		return new SteadyFeed(this.bench.payloads().message(0),
				(payload) -> producer.send(new ProducerRecord<>(topic, payload)), producer::close);
	}

}
