package dev.tappet.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * Gives the service a Kafka to play with, in its own process, and turns the sample
 * trigger on it on.
 */
class SampleKafka implements ApplicationListener<SpringApplicationEvent> {

	static final String TOPIC = "payments";

	static final String BROKERS = "spring.kafka.bootstrap-servers";

	/** What a broker logs at its start would bury what the samples say. */
	private static final List<String> TALKATIVE = List.of("kafka", "org.apache.kafka", "state.change.logger");

	/** The example of a broker, which the tests have and the samples do not compile. */
	private static final String EXAMPLE = "dev.tappet.example.MemoryQueueAutoConfiguration";

	private static final Logger logger = LoggerFactory.getLogger(SampleKafka.class);

	/** What there is to do when nobody needs the broker any more. */
	private final Deque<Runnable> ending = new ArrayDeque<>();

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			start(prepared.getEnvironment());
		}
		else if (event instanceof ApplicationContextInitializedEvent initialized && !this.ending.isEmpty()
				&& initialized.getApplicationContext()
					.getBeanFactory() instanceof DefaultSingletonBeanRegistry singletons) {
			// What is registered first is destroyed last: after the triggers have
			// drained and the connections are closed.
			singletons.registerDisposableBean("sampleKafka", () -> this.ending.forEach(Runnable::run));
		}
	}

	private void start(ConfigurableEnvironment environment) {
		LoggingSystem logging = LoggingSystem.get(SampleKafka.class.getClassLoader());
		TALKATIVE.forEach((name) -> logging.setLogLevel(name, LogLevel.WARN));
		EmbeddedKafkaBroker started = new EmbeddedKafkaKraftBroker(1, 2, TOPIC);
		// A broker of the tests has its folder removed as soon as the process is told to
		// end, and is then in want of it until it has ended.
		Exit.setShutdownHookAdder((name, hook) -> this.ending.addLast(hook));
		try {
			started.afterPropertiesSet();
		}
		finally {
			Exit.resetShutdownHookAdder();
		}
		this.ending.addFirst(started::destroy);
		environment.getPropertySources()
			.addFirst(new MapPropertySource("sampleKafka", Map.of(BROKERS, started.getBrokersAsString(),
					"tappet.triggers.payment-received.enabled", true, "spring.autoconfigure.exclude", EXAMPLE)));
		logger.info("Here is a Kafka broker that ends with this process: {}", started.getBrokersAsString());
	}

}
