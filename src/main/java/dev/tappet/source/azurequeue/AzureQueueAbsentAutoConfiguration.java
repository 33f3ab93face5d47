package dev.tappet.source.azurequeue;

import dev.tappet.source.ConnectionType;
import dev.tappet.source.SourceType;
import dev.tappet.source.azurequeue.connection.AzureConnectionType;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Knows the keys of Azure's queues where their client is not on the class path, to say
 * what is missing: they would be unknown keys otherwise.
 */
@AutoConfiguration(beforeName = "dev.tappet.runtime.TappetAutoConfiguration")
@ConditionalOnMissingClass("com.azure.storage.queue.QueueAsyncClient")
public class AzureQueueAbsentAutoConfiguration {

	@Bean
	@Order(20)
	static SourceType tappetAbsentAzureQueue() {
		return new AbsentAzureQueueType();
	}

	@Bean
	static ConnectionType tappetAbsentAzureConnectionType() {
		return new AzureConnectionType();
	}

}
