package dev.tappet;

import dev.tappet.runtime.CheckMode;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * The service. It scans no package of its own: everything comes by auto-configuration, as
 * it does in an application that has Tappet as a library, and handlers come from the
 * packages that {@code tappet.handlers.packages} names.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Welcome.class)
public class TappetApplication {

	/**
	 * The service, set up but not started.
	 * @return an application that starts with {@code run}
	 */
	public static SpringApplication application() {
		SpringApplication application = new SpringApplication(TappetApplication.class);
		application.setDefaultProperties(TappetDefaults.properties());
		return application;
	}

	public static void main(String[] args) {
		ConfigurableApplicationContext context = application().run(args);
		if (CheckMode.isOn(context.getEnvironment())) {
			System.exit(SpringApplication.exit(context));
		}
	}

}
