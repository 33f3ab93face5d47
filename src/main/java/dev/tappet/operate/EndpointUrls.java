package dev.tappet.operate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.env.Environment;

/**
 * Where the endpoints are on this machine, once the web server listens.
 */
class EndpointUrls {

	private final Environment environment;

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	EndpointUrls(Environment environment, ObjectProvider<PathMappedEndpoints> endpoints) {
		this.environment = environment;
		this.endpoints = endpoints;
	}

	/**
	 * The address of an endpoint.
	 * @param endpoint its id
	 * @return the URL, or {@code null} where it is not exposed
	 */
	@Nullable String find(String endpoint) {
		PathMappedEndpoints exposed = this.endpoints.getIfAvailable();
		String path = (exposed != null) ? exposed.getPath(EndpointId.of(endpoint)) : null;
		if (path == null) {
			return null;
		}
		return switch (ManagementPortType.get(this.environment)) {
			case SAME -> url("local.server.port", "spring.webflux.base-path", isEncrypted("server.ssl", false), path);
			case DIFFERENT -> url("local.management.port", "management.server.base-path",
					isEncrypted("management.server.ssl", isEncrypted("server.ssl", false)), path);
			case DISABLED -> null;
		};
	}

	private @Nullable String url(String portKey, String basePathKey, boolean encrypted, String path) {
		String port = this.environment.getProperty(portKey);
		String basePath = this.environment.getProperty(basePathKey, "");
		return (port != null) ? (encrypted ? "https" : "http") + "://localhost:" + port + basePath + path : null;
	}

	private boolean isEncrypted(String prefix, boolean otherwise) {
		return Binder.get(this.environment).bind(prefix, Ssl.class).map((ssl) -> Ssl.isEnabled(ssl)).orElse(otherwise);
	}

}
