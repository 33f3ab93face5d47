package dev.tappet.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.TappetApplication;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.Backlog;
import dev.tappet.source.LastingThreads;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * An instance of the service in this process, as its main class starts it, with the
 * configuration and the handlers of a test.
 */
public final class TappetService implements AutoCloseable {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ConfigurableApplicationContext context;

	private final String instance;

	private TappetService(ConfigurableApplicationContext context, String instance) {
		this.context = context;
		this.instance = instance;
	}

	public static Builder on(TestRedis redis) {
		return new Builder().setting("spring.data.redis.host", redis.host())
			.setting("spring.data.redis.port", redis.port());
	}

	/** A service that knows no Redis but by its own configuration. */
	public static Builder builder() {
		return new Builder();
	}

	public String instance() {
		return this.instance;
	}

	public Trigger trigger(String name) {
		return Objects.requireNonNull(this.context.getBean(TriggerRegistry.class).find(name));
	}

	public Backlog backlog(String trigger) {
		return Objects.requireNonNull(this.trigger(trigger)
			.backlog()
			.toCompletableFuture()
			.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
			.join());
	}

	public Health health() {
		return Objects
			.requireNonNull(this.context.getBean("triggersHealthIndicator", HealthIndicator.class).health(true));
	}

	/** The lines that Prometheus would be given. */
	public List<String> scrape() {
		return this.context.getBean(PrometheusMeterRegistry.class).scrape().lines().toList();
	}

	/** The same with the examples that meters have. */
	public List<String> scrapeOpenMetrics() {
		return this.context.getBean(PrometheusMeterRegistry.class)
			.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8")
			.lines()
			.toList();
	}

	public LastingThreads threads() {
		return this.context.getBean(LastingThreads.class);
	}

	/** The port of its web server, where it has one. */
	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/** Waits until every enabled trigger can read. */
	public TappetService awaitRunning() {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> this.context.getBean(TriggerRegistry.class)
				.triggers()
				.stream()
				.allMatch((trigger) -> trigger.state() != TriggerState.FAILING));
		return this;
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Sets a service up.
	 */
	public static final class Builder {

		private final Map<String, String> settings = new LinkedHashMap<>();

		private final Map<String, RootBeanDefinition> beans = new LinkedHashMap<>();

		private String instance = "test-" + NUMBERS.incrementAndGet();

		private @Nullable String yaml;

		private WebApplicationType web = WebApplicationType.NONE;

		private Builder() {
			setting("spring.main.register-shutdown-hook", false);
		}

		/** Gives the service its web server, on any port. */
		public Builder web() {
			this.web = WebApplicationType.REACTIVE;
			return setting("server.port", 0);
		}

		public Builder instance(String id) {
			this.instance = id;
			return this;
		}

		public Builder setting(String key, Object value) {
			this.settings.put(key, value.toString());
			return this;
		}

		/**
		 * Adds a trigger.
		 * @param name its name, and that of its handler
		 * @param settings what is under its name
		 * @return this
		 */
		public Builder trigger(String name, Map<String, ?> settings) {
			settings.forEach((key, value) -> setting("tappet.triggers." + name + "." + key, value));
			return this;
		}

		/**
		 * Gives the service a configuration file.
		 * @param text its content
		 * @return this
		 */
		public Builder yaml(String text) {
			this.yaml = text;
			return this;
		}

		public <T> Builder handler(String name, Class<T> payload, TriggerHandler<T> handler) {
			return handler(name, ResolvableType.forClass(payload), handler);
		}

		public <T> Builder batchHandler(String name, Class<T> element, TriggerHandler<List<T>> handler) {
			return handler(name, ResolvableType.forClassWithGenerics(List.class, element), handler);
		}

		public Builder handler(String name, ResolvableType payload, TriggerHandler<?> handler) {
			return bean(name, ResolvableType.forClassWithGenerics(TriggerHandler.class, payload), handler);
		}

		public Builder bean(String name, ResolvableType type, Object bean) {
			RootBeanDefinition definition = new RootBeanDefinition();
			definition.setTargetType(type);
			definition.setInstanceSupplier(() -> bean);
			this.beans.put(name, definition);
			return this;
		}

		/** Starts the service and waits until its triggers can read. */
		public TappetService start() {
			TappetService service = startAnyway();
			try {
				return service.awaitRunning();
			}
			catch (RuntimeException ex) {
				service.close();
				throw ex;
			}
		}

		/** Starts the service, whether its triggers can read or not. */
		public TappetService startAnyway() {
			SpringApplication application = TappetApplication.application();
			application.setWebApplicationType(this.web);
			application.addInitializers((context) -> this.beans
				.forEach((name, bean) -> ((GenericApplicationContext) context).registerBeanDefinition(name, bean)));
			setting("tappet.instance-id", this.instance);
			Path file = file();
			try {
				// Only this file: the samples' configuration lies in the working
				// directory.
				setting("spring.config.location", "file:" + file);
				String[] arguments = this.settings.entrySet()
					.stream()
					.map((each) -> "--" + each.getKey() + "=" + each.getValue())
					.toArray(String[]::new);
				// Tests that run side by side share the logging that each start sets up.
				synchronized (NUMBERS) {
					return new TappetService(application.run(arguments), this.instance);
				}
			}
			finally {
				delete(file);
			}
		}

		private Path file() {
			try {
				return Files.writeString(Files.createTempFile("application", ".yml"),
						(this.yaml != null) ? this.yaml : "");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static void delete(Path file) {
			try {
				Files.delete(file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
