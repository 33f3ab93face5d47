package dev.tappet.source.kafka;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.Connections;
import dev.tappet.source.SslBundleNames;
import dev.tappet.source.kafka.connection.ConfiguredKafkaConnections;
import dev.tappet.source.kafka.connection.KafkaConnectionType;
import dev.tappet.source.kafka.connection.KafkaConnections;
import dev.tappet.source.kafka.value.ConnectionFormats;
import dev.tappet.source.kafka.value.ValueFormats;
import dev.tappet.trigger.InstanceId;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Reads connections to Kafka, where its client is on the class path. Nothing is made of
 * them before a trigger needs one.
 */
@AutoConfiguration(beforeName = "dev.tappet.runtime.TappetAutoConfiguration",
		afterName = "dev.tappet.source.kafka.KafkaSourcesAutoConfiguration")
@ConditionalOnClass(name = "org.apache.kafka.clients.consumer.KafkaConsumer")
public class KafkaConnectionsAutoConfiguration {

	@Bean
	static ConnectionType tappetKafkaConnectionType(Environment environment, ListableBeanFactory beans) {
		return new KafkaConnectionType(new SslBundleNames(environment, beans));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	KafkaConnections tappetKafkaConnections(Connections connections, InstanceId instance,
			ObjectProvider<SslBundles> bundles, Environment environment) {
		return new ConfiguredKafkaConnections(connections, instance, bundles::getObject, environment);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ValueFormats tappetValueFormats(KafkaConnections connections) {
		return new ConnectionFormats(connections);
	}

}
