package dev.tappet.operate;

import dev.tappet.source.LastingThreads;
import io.micrometer.core.instrument.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The clock of the meters, which comes before them. An application's own has precedence.
 */
@AutoConfiguration(before = MetricsAutoConfiguration.class, afterName = "dev.tappet.runtime.TappetAutoConfiguration")
public class MeterClockAutoConfiguration {

	@Bean
	@ConditionalOnBean(LastingThreads.class)
	@ConditionalOnMissingBean
	Clock tappetMeterClock(ObjectProvider<java.time.Clock> time, LastingThreads threads) {
		return new MeterClock(time.getIfUnique(java.time.Clock::systemUTC), threads);
	}

}
