package dev.tappet.example;

import java.time.Clock;

import dev.tappet.source.SourceType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * Adds queues in memory to the kinds of sources, where there are such queues.
 */
@AutoConfiguration(beforeName = "dev.tappet.runtime.TappetAutoConfiguration")
@ConditionalOnBean(MemoryQueues.class)
class MemoryQueueAutoConfiguration {

	@Bean
	static SourceType memoryQueueType(MemoryQueues queues, ObjectProvider<Clock> clock) {
		return new MemoryQueueType(queues, clock.getIfUnique(Clock::systemUTC));
	}

}
