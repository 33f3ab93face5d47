package dev.tappet.operate.console;

import java.time.Clock;
import java.time.Duration;

import dev.tappet.configuration.Definitions;
import dev.tappet.operate.LiveTriggers;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Puts the console where the endpoints are: on the management port, where that is one of
 * its own, so that what protects them protects it.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("tappet.console.enabled")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class ConsoleManagementConfiguration {

	private static final Duration TICK = Duration.ofSeconds(1);

	@Bean
	Offers tappetConsoleOffers(PathMappedEndpoints endpoints) {
		return Offers.of(endpoints);
	}

	@Bean
	LiveFeed tappetConsoleFeed(LiveTriggers triggers, Offers offers, ObjectProvider<Definitions> definitions,
			ObjectProvider<Clock> clock) {
		Definitions known = definitions.getIfAvailable();
		LiveNews news = new LiveNews((known != null) ? known.instanceId().value() : "", triggers, offers.figures(),
				clock.getIfUnique(Clock::systemUTC));
		return new LiveFeed(Flux.interval(Duration.ZERO, TICK, Schedulers.boundedElastic()), news::at);
	}

	@Bean
	RouterFunction<ServerResponse> tappetConsole(Offers offers, LiveFeed feed) {
		return new ConsoleRoutes(offers, feed).routes();
	}

}
