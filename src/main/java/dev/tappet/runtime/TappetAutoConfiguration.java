package dev.tappet.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.tappet.definition.DefinitionReader;
import dev.tappet.definition.Definitions;
import dev.tappet.definition.InstanceId;
import dev.tappet.definition.TriggerDefinition;
import dev.tappet.dispatch.BoundHandler;
import dev.tappet.dispatch.Dispatcher;
import dev.tappet.dispatch.HandlerResolver;
import dev.tappet.dispatch.InvocationListener;
import dev.tappet.dispatch.LogHandler;
import dev.tappet.source.Source;
import dev.tappet.source.SourceFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Assembles the triggers of {@code tappet.triggers} and runs them.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@Import(HandlerPackages.class)
public class TappetAutoConfiguration {

	private static final String SHUTDOWN_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";

	@Bean
	static Definitions tappetDefinitions(ConfigurableEnvironment environment) {
		return DefinitionReader.read(environment);
	}

	@Bean
	InstanceId tappetInstanceId(Definitions definitions) {
		return definitions.instanceId();
	}

	@Bean
	@ConditionalOnMissingBean(name = "log")
	LogHandler log() {
		return new LogHandler();
	}

	@Bean
	Registry tappetRegistry(Definitions definitions, ConfigurableListableBeanFactory beans,
			ObjectProvider<JsonMapper> mapper, ObjectProvider<SourceFactory> sources,
			ObjectProvider<TriggerMonitor> monitors, ObjectProvider<Clock> clock) {
		HandlerResolver resolver = new HandlerResolver(beans, mapper.getIfAvailable(JsonMapper::new));
		Clock time = clock.getIfUnique(Clock::systemUTC);
		return Registry.assemble(definitions, resolver,
				(definition, handler) -> assemble(definition, handler, sources, monitors, definitions, time));
	}

	private static RegisteredTrigger assemble(TriggerDefinition definition, BoundHandler handler,
			ObjectProvider<SourceFactory> sources, ObjectProvider<TriggerMonitor> monitors, Definitions definitions,
			Clock clock) {
		TriggerStatistics statistics = new TriggerStatistics();
		Source source = sources.orderedStream()
			.filter((factory) -> factory.supports(definition.source()))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("no source for " + definition.type()))
			.create(definition, handler.batched(), statistics);
		List<InvocationListener> listeners = monitors.orderedStream()
			.map((monitor) -> monitor.watch(definition))
			.toList();
		Dispatcher dispatcher = new Dispatcher(definition, handler, definitions.instanceId().value(),
				InvocationListener.all(listeners), clock);
		return new RegisteredTrigger(definition, handler.name(), source, dispatcher, statistics);
	}

	@Bean
	Engine tappetEngine(Registry registry, ObjectProvider<SourceFactory> sources, ConfigurableEnvironment environment) {
		String timeout = environment.getProperty(SHUTDOWN_TIMEOUT, "30s");
		Duration shutdownTimeout = ApplicationConversionService.getSharedInstance().convert(timeout, Duration.class);
		return new Engine(registry, sources.orderedStream().toList(),
				(shutdownTimeout != null) ? shutdownTimeout : Duration.ofSeconds(30));
	}

}
