package dev.tappet.source.kafka;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.SourceType;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Knows the keys of Kafka where its client is not on the class path, to say what is
 * missing: they would be unknown keys otherwise.
 */
@AutoConfiguration(beforeName = "dev.tappet.runtime.TappetAutoConfiguration")
@ConditionalOnMissingClass("org.apache.kafka.clients.consumer.KafkaConsumer")
public class KafkaAbsentAutoConfiguration {

	@Bean
	@Order(10)
	static SourceType tappetAbsentKafka() {
		return new AbsentKafkaType();
	}

	@Bean
	static ConnectionType tappetAbsentKafkaConnectionType() {
		return new AbsentKafkaConnectionType();
	}

}
