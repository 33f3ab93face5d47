package dev.tappet.sample;

import java.util.Set;

import dev.tappet.TappetApplication;

import org.springframework.boot.SpringApplication;

/**
 * The samples with a Kafka broker of their own: what
 * {@code mvn -Pkafka spring-boot:test-run} starts.
 */
final class KafkaSampleApplication {

	private KafkaSampleApplication() {
	}

	public static void main(String[] args) {
		SpringApplication application = TappetApplication.application();
		application.addListeners(new SampleRedis(), new SampleKafka());
		application.addPrimarySources(Set.of(KafkaSamplePublisher.class));
		application.run(args);
	}

}
