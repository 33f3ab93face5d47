package dev.tappet.operate;

import java.util.Collection;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerMonitor;
import dev.tappet.runtime.TriggerRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A service with the triggers that a test made in place of real ones.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = { "dev.tappet.runtime.TappetAutoConfiguration",
		"dev.tappet.source.redis.RedisSourcesAutoConfiguration" })
class OperateApplication {

	@Bean
	TriggerRegistry triggerRegistry(ObjectProvider<Trigger> triggers, ObjectProvider<TriggerMonitor> monitors) {
		Collection<Trigger> all = triggers.orderedStream().toList();
		monitors.forEach((monitor) -> all.forEach((trigger) -> monitor.watch(trigger.definition(), trigger.traits())));
		return TestRegistry.of(all.toArray(Trigger[]::new));
	}

}
