package dev.tappet.source.azurequeue;

import java.time.Clock;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.Connections;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.SourceType;
import dev.tappet.source.azurequeue.connection.AzureConnectionType;
import dev.tappet.source.azurequeue.connection.AzureConnections;
import dev.tappet.source.azurequeue.connection.ConfiguredAzureConnections;
import dev.tappet.source.azurequeue.connection.DefaultSetting;
import dev.tappet.source.azurequeue.connection.RequestCounts;
import dev.tappet.source.azurequeue.poll.AzureQueueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Makes the sources that read queues of Azure Storage, where their client is on the class
 * path. Nothing of it is loaded before a trigger needs it.
 */
@AutoConfiguration(beforeName = "dev.tappet.runtime.TappetAutoConfiguration")
@ConditionalOnClass(name = "com.azure.storage.queue.QueueAsyncClient")
public class AzureQueueAutoConfiguration {

	@Bean
	@Order(20)
	static SourceType tappetAzureQueue(Environment environment, ObjectProvider<AzureQueueSources> sources) {
		return new AzureQueueType(new DefaultSetting(environment), sources::getObject);
	}

	@Bean
	static ConnectionType tappetAzureConnectionType() {
		return new AzureConnectionType();
	}

	@Bean
	RequestCounts tappetAzureRequestCounts() {
		return new RequestCounts();
	}

	@Bean
	AzureRequestMeters tappetAzureRequestMeters(RequestCounts counts) {
		return new AzureRequestMeters(counts);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	AzureConnections tappetAzureConnections(Connections connections, Environment environment, RequestCounts counts) {
		return new ConfiguredAzureConnections(connections, environment, counts);
	}

	@Bean
	@Lazy
	AzureQueueSources tappetAzureQueueSources(AzureConnections connections, ReadBuffer readBuffer,
			LastingThreads threads, ObjectProvider<Clock> clock) {
		return new AzureQueueSources(connections,
				new AzureQueueSource.Surroundings(readBuffer, threads, clock.getIfUnique(Clock::systemUTC)));
	}

}
