package dev.tappet.source.kafka;

import java.util.Objects;

import dev.tappet.configuration.InvalidConfigurationException;
import dev.tappet.runtime.TappetAutoConfiguration;
import dev.tappet.source.ConnectionType;
import dev.tappet.source.kafka.connection.KafkaConnections;
import dev.tappet.source.kafka.value.FormatSettings;
import dev.tappet.source.kafka.value.FormatSettings.Format;
import dev.tappet.source.kafka.value.ValueFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class KafkaConnectionsAutoConfigurationTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, KafkaConnectionsAutoConfiguration.class,
				TappetAutoConfiguration.class));

	@Test
	void makesNothingBeforeATriggerNeedsIt() {
		this.application.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(ConnectionType.class);
			assertThat(context.getBeanFactory().containsSingleton("tappetKafkaConnections")).isFalse();
			assertThat(context.getBeanFactory().containsSingleton("tappetValueFormats")).isFalse();
		});
	}

	@Test
	void knowsTheConnectionsByName() {
		this.application.withPropertyValues("tappet.instance-id=me",
				"tappet.connections.events.kafka.bootstrap-servers=127.0.0.1:1",
				"tappet.connections.events.kafka.schema-registry.url=http://r", "spring.kafka.bootstrap-servers=b:2")
			.run((context) -> {
				KafkaConnections connections = context.getBean(KafkaConnections.class);
				assertThat(connections.get("events").place()).isEqualTo("127.0.0.1:1");
				assertThat(connections.get("events").consumer()).containsEntry("bootstrap.servers", "127.0.0.1:1")
					.containsEntry("client.id", "tappet-me");
				assertThat(connections.get("events").registry()).isNotNull();
				assertThat(connections.get("default").place()).isEqualTo("b:2");
				ValueFormats.Pair formats = context.getBean(ValueFormats.class)
					.get(new FormatSettings(Format.AVRO, Format.TEXT, null), "events");
				assertThat(formats.value().isReady(new byte[] { 0, 0, 0, 0, 1 })).isFalse();
			});
	}

	@Test
	void stopsAtAMistakenConnectionWithoutItsSecret(CapturedOutput output) {
		this.application
			.withPropertyValues("tappet.connections.events.kafka.bootstrap-servers=a",
					"tappet.connections.events.kafka.password=hunter2",
					"spring.ssl.bundle.pem.known.truststore.certificate=x", "spring.kafka.ssl.bundle=knwon")
			.run((context) -> {
				assertThat(context).getFailure().isInstanceOf(InvalidConfigurationException.class);
				assertThat(context.getStartupFailure())
					.hasMessageStartingWith("3 problem(s) in the configuration, the first at 'spring.kafka.ssl.bundle'")
					.hasMessageNotContaining("hunter2");
				assertThat(output).doesNotContain("hunter2");
			});
	}

	@Test
	void makesNothingThatConnectsWithoutKafkasClient() {
		withoutClient()
			.withPropertyValues("tappet.connections.events.kafka.bootstrap-servers=127.0.0.1:1",
					"spring.kafka.bootstrap-servers=a mistake that is nobody's")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaConnections.class));
	}

	@Test
	void namesTheClientThatATriggerNeeds() {
		withoutClient()
			.withPropertyValues("tappet.connections.events.kafka.bootstrap-servers=127.0.0.1:1",
					"tappet.triggers.orders.kafka.topic=orders", "tappet.triggers.orders.connection=events",
					"tappet.triggers.orders.handler=log")
			.run((context) -> {
				InvalidConfigurationException failure = (InvalidConfigurationException) Objects.requireNonNull(
						NestedExceptionUtils.getMostSpecificCause(Objects.requireNonNull(context.getStartupFailure())));
				assertThat(failure.problems()).singleElement().satisfies((problem) -> {
					assertThat(problem.key()).isEqualTo("tappet.triggers.orders.kafka");
					assertThat(problem.problem()).isEqualTo("Kafka's client is not on the class path.");
					assertThat(problem.remedy()).contains("org.apache.kafka:kafka-clients");
				});
			});
	}

	private ApplicationContextRunner withoutClient() {
		return this.application
			.withConfiguration(
					AutoConfigurations.of(KafkaSourcesAutoConfiguration.class, KafkaAbsentAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.apache.kafka"));
	}

}
