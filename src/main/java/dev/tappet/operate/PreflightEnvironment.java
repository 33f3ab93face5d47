package dev.tappet.operate;

import java.util.Map;

import dev.tappet.runtime.CheckMode;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Leaves out the web server where the triggers are only looked at: the service itself may
 * run beside it on the same port.
 */
class PreflightEnvironment implements EnvironmentPostProcessor {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (CheckMode.isOn(environment)) {
			environment.getPropertySources()
				.addFirst(new MapPropertySource("tappetPreflight", Map.of("spring.main.web-application-type", "none")));
		}
	}

}
