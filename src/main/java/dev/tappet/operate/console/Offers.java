package dev.tappet.operate.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.operate.ShownFigures;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebEndpointHttpMethod;

/**
 * What the endpoints that are exposed show and allow: the console offers that alone.
 *
 * @param endpoints each endpoint that the console knows and that is exposed, by its id
 */
record Offers(Map<String, Endpoint> endpoints) {

	private static final List<String> KNOWN = List.of("triggers", "instances", "scaling", "deadletters", "invoke",
			"health", "prometheus", "metrics", "env");

	/**
	 * One endpoint.
	 *
	 * @param path where it is, below the path of the server
	 * @param write whether something may be done with it
	 */
	record Endpoint(String path, boolean write) {
	}

	/**
	 * Operations that access settings forbid are not among those of an endpoint.
	 */
	static Offers of(PathMappedEndpoints exposed) {
		Map<String, Endpoint> endpoints = new LinkedHashMap<>();
		for (String id : KNOWN) {
			PathMappedEndpoint endpoint = exposed.getEndpoint(EndpointId.of(id));
			String path = exposed.getPath(EndpointId.of(id));
			if (path != null && endpoint instanceof ExposableWebEndpoint web && !web.getOperations().isEmpty()) {
				endpoints.put(id, new Endpoint(path, writes(web)));
			}
		}
		return new Offers(endpoints);
	}

	private static boolean writes(ExposableWebEndpoint endpoint) {
		return endpoint.getOperations()
			.stream()
			.anyMatch((operation) -> operation.getRequestPredicate().getHttpMethod() == WebEndpointHttpMethod.POST);
	}

	/** Which figures may be shown. */
	ShownFigures figures() {
		boolean meters = has("prometheus") || has("metrics");
		return new ShownFigures(meters || has("scaling"), has("scaling"), meters, meters || has("deadletters"));
	}

	private boolean has(String endpoint) {
		return this.endpoints.containsKey(endpoint);
	}

}
