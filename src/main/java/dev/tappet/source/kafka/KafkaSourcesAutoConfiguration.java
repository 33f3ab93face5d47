package dev.tappet.source.kafka;

import java.time.Clock;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.SourceType;
import dev.tappet.source.kafka.connection.KafkaConnections;
import dev.tappet.source.kafka.place.Places;
import dev.tappet.source.kafka.poll.KafkaSource;
import dev.tappet.source.kafka.value.ValueFormats;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;

/**
 * Makes the sources that read from Kafka, where its client is on the class path. Nothing
 * of it is loaded before a trigger needs it.
 */
@AutoConfiguration(beforeName = "dev.tappet.runtime.TappetAutoConfiguration")
@ConditionalOnClass(name = "org.apache.kafka.clients.consumer.KafkaConsumer")
public class KafkaSourcesAutoConfiguration {

	@Bean
	@Order(10)
	static SourceType tappetKafka(ObjectProvider<KafkaSources> sources) {
		return new KafkaType(sources::getObject);
	}

	@Bean
	@Lazy
	KafkaSources tappetKafkaSources(Places places, ValueFormats formats, ReadBuffer readBuffer, LastingThreads threads,
			ObjectProvider<Clock> clock) {
		return new KafkaSources(places, formats,
				new KafkaSource.Surroundings(readBuffer, threads, clock.getIfUnique(Clock::systemUTC)));
	}

	@Bean
	@Lazy
	Places tappetKafkaPlaces(KafkaConnections connections) {
		return new Places(connections);
	}

}
