package dev.tappet.runtime;

import java.time.Clock;

import dev.tappet.configuration.Definitions;
import dev.tappet.dispatch.AloneGate;
import dev.tappet.dispatch.HandlerResolver;
import dev.tappet.dispatch.LogHandler;
import dev.tappet.source.Connections;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.SourceTypes;
import dev.tappet.source.WishStore;
import dev.tappet.trigger.InstanceId;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Assembles the triggers of {@code tappet.triggers} and runs them.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@Import(HandlerPackages.class)
public class TappetAutoConfiguration {

	@Bean
	static DefinitionsPostProcessor tappetDefinitionsPostProcessor(ConfigurableEnvironment environment) {
		return new DefinitionsPostProcessor(environment);
	}

	@Bean
	InstanceId tappetInstanceId(Definitions definitions) {
		return definitions.instanceId();
	}

	@Bean
	ReadBuffer tappetReadBuffer(Definitions definitions) {
		return new ReadBuffer(definitions.readBuffer().toBytes());
	}

	@Bean
	@ConditionalOnMissingBean(name = "log")
	LogHandler log() {
		return new LogHandler();
	}

	@Bean
	Connections tappetConnections(Definitions definitions) {
		return new Connections(definitions.connections());
	}

	@Bean
	Assembly tappetAssembly(Definitions definitions, SourceTypes types, ObjectProvider<TriggerMonitor> monitors,
			ObjectProvider<TriggerTracer> tracer, ObjectProvider<Clock> clock, ObjectProvider<WishStore> wishes) {
		Assembly.Watchers watchers = new Assembly.Watchers(monitors.orderedStream().toList(), tracer.getIfUnique());
		return new Assembly(types, watchers, definitions.instanceId(), clock.getIfUnique(Clock::systemUTC),
				new AloneGate(), wishes::getIfAvailable);
	}

	@Bean
	Registry tappetRegistry(Definitions definitions, SourceTypes types, ConfigurableListableBeanFactory beans,
			ObjectProvider<JsonMapper> mapper, Assembly assembly, Environment environment) {
		HandlerResolver resolver = new HandlerResolver(beans, mapper.getIfAvailable(JsonMapper::new), types);
		HandlerPlaces places = new HandlerPlaces(HandlerFolder.look(System::getenv),
				HandlerPackages.named(environment));
		places.log(resolver.handlerOrigins());
		return Registry.assemble(definitions, resolver, places, assembly::make);
	}

	@Bean
	LastingThreads tappetLastingThreads() {
		return new LastingThreads();
	}

	@Bean
	@Conditional(CheckMode.Off.class)
	Engine tappetEngine(Registry registry, ObjectProvider<LifecycleProperties> lifecycle, LastingThreads threads) {
		return new Engine(registry.registered(),
				lifecycle.getIfAvailable(LifecycleProperties::new).getTimeoutPerShutdownPhase(), threads);
	}

}
