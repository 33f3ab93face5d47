package dev.tappet;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Says at {@code /} what this is and where to look, for whoever tries the service in a
 * browser. An application that has Tappet as a library keeps its own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
class Welcome {

	private static final List<String> SHOWN = List.of("health", "triggers", "scaling", "deadletters", "instances",
			"prometheus", "info");

	/** Those that show nothing but for one trigger. */
	private static final Set<String> OF_ONE = Set.of("deadletters");

	@Bean
	RouterFunction<ServerResponse> tappetWelcome(ObjectProvider<PathMappedEndpoints> endpoints,
			Environment environment) {
		return RouterFunctions.route()
			.GET("/",
					(request) -> ServerResponse.ok()
						.contentType(MediaType.TEXT_PLAIN)
						.bodyValue(text(endpoints.getIfAvailable(), environment)))
			.build();
	}

	private static String text(@Nullable PathMappedEndpoints endpoints, Environment environment) {
		String port = environment.getProperty("management.server.port");
		boolean console = Boolean.parseBoolean(environment.getProperty("tappet.console.enabled"));
		String paths = (endpoints != null) ? (console ? "  /console\n" : "") + SHOWN.stream()
			.flatMap((id) -> Stream.ofNullable(endpoints.getPath(EndpointId.of(id)))
				.map((path) -> OF_ONE.contains(id) ? path + "/<trigger>" : path))
			.map((path) -> "  " + path + "\n")
			.collect(Collectors.joining()) : "";
		String where = (port != null) ? " (on port " + port + ")" : "";
		String version = Objects.requireNonNullElse(Welcome.class.getPackage().getImplementationVersion(),
				"development");
		return "Tappet " + version + ": runs handlers for the messages of its triggers.\n"
				+ (paths.isEmpty() ? "No endpoint is exposed.\n" : "Look at" + where + ":\n" + paths);
	}

}
