package dev.tappet.sample;

import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * Makes the sample trigger on Kafka fire, once for each order.
 */
class KafkaSamplePublisher {

	private static final List<String> ORDERS = List.of("1001", "1002", "1003");

	private final Environment environment;

	KafkaSamplePublisher(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void publish() {
		try (Producer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", this.environment.getRequiredProperty(SampleKafka.BROKERS)),
				new StringSerializer(), new StringSerializer())) {
			ORDERS.forEach((order) -> producer.send(new ProducerRecord<>(SampleKafka.TOPIC, order,
					"{\"order\":\"%s\",\"amount\":19.90}".formatted(order))));
		}
	}

}
