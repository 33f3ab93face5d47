package dev.tappet.source.azurequeue;

import java.util.Objects;

import dev.tappet.configuration.InvalidConfigurationException;
import dev.tappet.runtime.TappetAutoConfiguration;
import dev.tappet.source.ConnectionType;
import dev.tappet.source.azurequeue.connection.AzureConnections;
import dev.tappet.source.azurequeue.connection.AzureOperation;
import dev.tappet.source.azurequeue.connection.RequestCounts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

class AzureQueueAutoConfigurationTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AzureQueueAutoConfiguration.class,
				AzureQueueAbsentAutoConfiguration.class, TappetAutoConfiguration.class));

	@Test
	void makesNothingBeforeATriggerNeedsIt() {
		this.application.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(ConnectionType.class);
			assertThat(context.getBeanFactory().containsSingleton("tappetAzureConnections")).isFalse();
			assertThat(context.getBeanFactory().containsSingleton("tappetAzureQueueSources")).isFalse();
		});
	}

	@Test
	void knowsTheConnectionsByName() {
		this.application
			.withPropertyValues("AzureWebJobsStorage=UseDevelopmentStorage=true",
					"tappet.connections.store.azure-storage.queue-service-uri=https://store.queue.core.windows.net",
					"tappet.connections.store.azure-storage.sas-token=sv=1&sig=x")
			.run((context) -> {
				AzureConnections connections = context.getBean(AzureConnections.class);
				assertThat(connections.get("store", "orders").place())
					.isEqualTo("https://store.queue.core.windows.net");
				assertThat(connections.get("default", "orders").place())
					.isEqualTo("http://127.0.0.1:10001/devstoreaccount1");
			});
	}

	@Test
	void showsTheRequestsOfEachTriggerByOperation() {
		this.application.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(AzureRequestMeters.class).bindTo(registry);
			context.getBean(RequestCounts.class).of("orders");
			for (AzureOperation operation : AzureOperation.values()) {
				assertThat(registry.get("tappet.azure.requests")
					.tags("trigger", "orders", "operation", operation.label())
					.functionCounter()
					.count()).isZero();
			}
		});
	}

	@Test
	void doesWithoutItsClientWhereNoTriggerNeedsIt() {
		withoutClient()
			.withPropertyValues("tappet.connections.store.azure-storage.connection-string=UseDevelopmentStorage=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AzureConnections.class));
	}

	@Test
	void namesTheClientThatATriggerNeeds() {
		withoutClient()
			.withPropertyValues("tappet.triggers.orders.azure-queue.queue-name=orders",
					"tappet.triggers.orders.handler=log")
			.run((context) -> {
				InvalidConfigurationException failure = (InvalidConfigurationException) Objects.requireNonNull(
						NestedExceptionUtils.getMostSpecificCause(Objects.requireNonNull(context.getStartupFailure())));
				assertThat(failure.problems()).singleElement().satisfies((problem) -> {
					assertThat(problem.key()).isEqualTo("tappet.triggers.orders.azure-queue");
					assertThat(problem.problem()).isEqualTo("The client of Azure's queues is not on the class path.");
					assertThat(problem.remedy()).contains("com.azure:azure-storage-queue");
				});
			});
	}

	private ApplicationContextRunner withoutClient() {
		return this.application.withClassLoader(new FilteredClassLoader("com.azure"));
	}

}
