package dev.tappet.test;

import java.time.Duration;
import java.util.List;

import dev.tappet.TappetApplication;
import dev.tappet.configuration.InvalidConfigurationException;
import dev.tappet.embedded.RedisProcess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service of a test class and its Redis, which end together.
 *
 * @param redis the Redis
 * @param context the service
 * @param tappet what tests are given
 */
record LaunchedTappet(RedisProcess redis, ConfigurableApplicationContext context, RunningTappet tappet) {

	static LaunchedTappet start(TappetTest test, ClassLoader loader) {
		RedisProcess redis = EmbeddedRedis.start(loader);
		ConfigurableApplicationContext context = null;
		try {
			context = run(test, redis.port());
			RunningTappet tappet = new RunningTappet(context, redis.port(), Duration.ofSeconds(test.patience()));
			tappet.awaitRunning();
			return new LaunchedTappet(redis, context, tappet);
		}
		catch (Throwable ex) {
			end(context, redis);
			throw ex;
		}
	}

	private static ConfigurableApplicationContext run(TappetTest test, int port) {
		TestSettings settings = TestSettings.of(test.triggers(), test.properties(), port);
		SpringApplication application = TappetApplication.application();
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addPrimarySources(List.of(test.handlers()));
		application.addInitializers((context) -> {
			settings.triggers().forEach((source) -> context.getEnvironment().getPropertySources().addLast(source));
			context.getBeanFactory().registerSingleton("tappetTestRedis", new OwnRedis(port));
		});
		try {
			return application.run(settings.arguments().toArray(String[]::new));
		}
		catch (RuntimeException ex) {
			InvalidConfigurationException report = report(ex);
			throw (report != null) ? new IllegalStateException(TestedTrigger.describe(report.problems()), ex) : ex;
		}
	}

	/** All that is wrong, where that is why it does not start. */
	private static @Nullable InvalidConfigurationException report(@Nullable Throwable thrown) {
		Throwable cause = thrown;
		while (cause != null && !(cause instanceof InvalidConfigurationException)) {
			cause = cause.getCause();
		}
		return (InvalidConfigurationException) cause;
	}

	void end() {
		end(this.context, this.redis);
	}

	private static void end(@Nullable ConfigurableApplicationContext context, RedisProcess redis) {
		try {
			if (context != null) {
				context.close();
			}
		}
		finally {
			redis.close();
		}
	}

}
