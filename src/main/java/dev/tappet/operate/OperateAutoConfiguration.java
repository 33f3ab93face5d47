package dev.tappet.operate;

import java.time.Clock;
import java.time.Duration;

import dev.tappet.configuration.Definitions;
import dev.tappet.runtime.CheckMode;
import dev.tappet.runtime.TriggerMonitor;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.source.InstanceRegister;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.ReadBuffer;
import dev.tappet.trigger.InstanceId;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * What an operator watches the triggers by: health, meters, endpoints and the last line
 * of the start.
 */
@AutoConfiguration(after = CompositeMeterRegistryAutoConfiguration.class, afterName = {
		"dev.tappet.runtime.TappetAutoConfiguration",
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@Import(TracingConfiguration.class)
public class OperateAutoConfiguration {

	/**
	 * Must not need the registry: the registry is made with it.
	 */
	@Bean
	@ConditionalOnBean(MeterRegistry.class)
	TriggerMonitor tappetInvocationMeters(MeterRegistry registry) {
		return new InvocationMeters(registry);
	}

	/**
	 * What looks at the triggers once they exist.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(TriggerRegistry.class)
	static class Watching {

		@Bean
		Figures tappetFigures(TriggerRegistry registry, ObjectProvider<Clock> clock) {
			return new Figures(registry, clock.getIfUnique(Clock::systemUTC));
		}

		@Bean
		TriggerMeters tappetTriggerMeters(TriggerRegistry registry) {
			return new TriggerMeters(registry);
		}

		@Bean
		@ConditionalOnBean(ReadBuffer.class)
		ReadBufferMeters tappetReadBufferMeters(ReadBuffer buffer) {
			return new ReadBufferMeters(buffer);
		}

		@Bean
		FigureMeters tappetFigureMeters(TriggerRegistry registry, Figures figures, ObjectProvider<Clock> clock) {
			return new FigureMeters(registry, figures, new SharedRefresh(figures, clock.getIfUnique(Clock::systemUTC)));
		}

		@Bean
		@ConditionalOnEnabledHealthIndicator("triggers")
		TriggersHealthIndicator triggersHealthIndicator(TriggerRegistry registry, StallWatch stalls,
				ObjectProvider<Clock> clock) {
			return new TriggersHealthIndicator(registry, stalls, clock.getIfUnique(Clock::systemUTC));
		}

		@Bean
		StallWatch tappetStallWatch(TriggerRegistry registry, Figures figures, ObjectProvider<LastingThreads> threads,
				ObjectProvider<Definitions> definitions, Environment environment) {
			Definitions known = definitions.getIfAvailable();
			Duration bound = (known != null && !CheckMode.isOn(environment)) ? known.stalledAfter() : Duration.ZERO;
			return new StallWatch(registry, figures, threads.getIfAvailable(LastingThreads::new), bound,
					Clock.systemUTC());
		}

		@Bean
		@ConditionalOnBean(LastingThreads.class)
		@ConditionalOnEnabledHealthIndicator("threads")
		ThreadsHealthIndicator threadsHealthIndicator(LastingThreads threads) {
			return new ThreadsHealthIndicator(threads);
		}

		@Bean
		@ConditionalOnAvailableEndpoint
		TriggersEndpoint triggersEndpoint(TriggerRegistry registry, ObjectProvider<Definitions> definitions) {
			Definitions known = definitions.getIfAvailable();
			return new TriggersEndpoint(registry, known != null && known.showErrors());
		}

		@Bean
		@ConditionalOnAvailableEndpoint(endpoint = TriggersEndpoint.class)
		TriggersControl triggersControl(TriggerRegistry registry, TriggersEndpoint endpoint) {
			return new TriggersControl(registry, endpoint);
		}

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnBean(InstanceId.class)
		InstancesEndpoint instancesEndpoint(InstanceId instance, ObjectProvider<InstanceRegister> registers,
				ObjectProvider<Clock> clock) {
			return new InstancesEndpoint(instance.value(), registers.orderedStream().toList(),
					clock.getIfUnique(Clock::systemUTC));
		}

		@Bean
		PauseMeters tappetPauseMeters(TriggerRegistry registry) {
			return new PauseMeters(registry);
		}

		@Bean
		StallMeters tappetStallMeters(TriggerRegistry registry, StallWatch stalls) {
			return new StallMeters(registry, stalls);
		}

		@Bean
		@ConditionalOnAvailableEndpoint
		ScalingEndpoint scalingEndpoint(TriggerRegistry registry, Figures figures) {
			return new ScalingEndpoint(registry, figures);
		}

		@Bean
		@ConditionalOnAvailableEndpoint
		DeadLettersEndpoint deadLettersEndpoint(TriggerRegistry registry, Environment environment,
				ObjectProvider<Clock> clock) {
			return new DeadLettersEndpoint(registry, new LetterView(LetterView.showsPayloads(environment)),
					clock.getIfUnique(Clock::systemUTC));
		}

		@Bean
		@ConditionalOnAvailableEndpoint
		InvokeEndpoint invokeEndpoint(TriggerRegistry registry, Environment environment) {
			return new InvokeEndpoint(registry,
					Boolean.parseBoolean(environment.getProperty("tappet.show-errors", "false")));
		}

		@Bean
		LiveTriggers tappetLiveTriggers(TriggerRegistry registry, Figures figures,
				ObjectProvider<Definitions> definitions) {
			Definitions known = definitions.getIfAvailable();
			return new LiveTriggers(registry, figures, known != null && known.showErrors());
		}

		@Bean
		TappetInfo tappetInfo() {
			return new TappetInfo();
		}

		@Bean
		@Conditional(CheckMode.On.class)
		Preflight tappetPreflight(TriggerRegistry registry) {
			return new Preflight(registry);
		}

		@Bean
		@Conditional(CheckMode.Off.class)
		StartupLine tappetStartupLine(TriggerRegistry registry, Environment environment,
				ObjectProvider<PathMappedEndpoints> endpoints) {
			return new StartupLine(registry, new EndpointUrls(environment, endpoints));
		}

	}

	/**
	 * Lets lists and objects stand in the bodies of requests to endpoints.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class Bodies {

		@Bean
		CodecCustomizer tappetEndpointBodies() {
			return (codecs) -> codecs.customCodecs().register(new EndpointBodyDecoder());
		}

	}

}
