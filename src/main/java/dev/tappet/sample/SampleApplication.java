package dev.tappet.sample;

import dev.tappet.TappetApplication;

import org.springframework.boot.SpringApplication;

/**
 * The service with a Redis of its own, unless a connection is configured: what
 * {@code mvn spring-boot:run} starts.
 */
public final class SampleApplication {

	private SampleApplication() {
	}

	public static void main(String[] args) {
		SpringApplication application = TappetApplication.application();
		application.addListeners(new SampleRedis());
		application.run(args);
	}

}
