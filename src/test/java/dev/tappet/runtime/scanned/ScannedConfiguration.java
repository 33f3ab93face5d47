package dev.tappet.runtime.scanned;

import dev.tappet.handler.TriggerHandler;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ScannedConfiguration {

	@Bean
	TriggerHandler<String> configuredHandler() {
		return (payload, context) -> {
		};
	}

}
