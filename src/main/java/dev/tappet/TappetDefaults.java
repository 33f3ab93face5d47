package dev.tappet;

import java.util.Map;

import org.springframework.util.ClassUtils;

/**
 * What the service sets where Spring Boot's own defaults do not fit it. Any other source
 * of configuration overrides it, and an application that has Tappet as a library does not
 * get it.
 */
final class TappetDefaults {

	private static final String SECURITY = "org.springframework.security.core.Authentication";

	private TappetDefaults() {
	}

	static Map<String, Object> properties() {
		return properties(ClassUtils.isPresent(SECURITY, null));
	}

	/**
	 * The defaults.
	 * @param secured whether Spring Security tells who asks; else nobody is authorized,
	 * and a detail is a status, a reason and since when
	 */
	static Map<String, Object> properties(boolean secured) {
		return Map.ofEntries(Map.entry("spring.application.name", "tappet"),
				Map.entry("spring.main.banner-mode", "off"),
				// Nothing here is a repository, and looking for them takes time.
				Map.entry("spring.data.redis.repositories.enabled", "false"),
				Map.entry("management.endpoints.web.exposure.include", "health,info,prometheus,triggers,scaling"),
				Map.entry("management.endpoints.access.default", "read-only"),
				Map.entry("management.endpoint.invoke.access", "none"),
				// Bad requests get RFC 9457 documents, of whichever endpoint.
				Map.entry("spring.webflux.problemdetails.enabled", "true"),
				Map.entry("management.endpoint.health.show-details", secured ? "when-authorized" : "always"),
				// Its details are a path and sizes, and nothing of ours is on that disk.
				Map.entry("management.health.diskspace.enabled", "false"),
				Map.entry("management.endpoint.health.group.readiness.include", "readinessState,triggers"),
				Map.entry("management.endpoint.health.group.liveness.include", "livenessState,threads"),
				// Without this, switching off the indicator of the triggers stops the
				// start.
				Map.entry("management.endpoint.health.validate-group-membership", "false"),
				// The triggers say whether their Redis answers, each for its own
				// connection.
				Map.entry("management.health.redis.enabled", "false"),
				// Avro brings an older Jackson along, which endpoints have no use for.
				Map.entry("management.endpoints.jackson2.isolated-object-mapper", "false"),
				// Lettuce logs every try to reconnect; the triggers log when it goes and
				// when it is back.
				Map.entry("logging.level.io.lettuce.core.protocol", "error"),
				Map.entry("logging.level.io.lettuce.core.cluster.topology", "error"),
				// Kafka's clients log all of their properties, and every try to connect.
				Map.entry("logging.level.org.apache.kafka", "error"),
				// Azure's client warns of each request that states its length, which the
				// JDK does by itself.
				Map.entry("logging.level.com.azure", "error"),
				// What a token service answers may quote a secret, and the triggers tell
				// that there is no token.
				Map.entry("logging.level.com.azure.identity", "off"),
				Map.entry("logging.level.com.azure.core.implementation.AccessTokenCache", "off"),
				// It tells of each token in four lines.
				Map.entry("logging.level.com.microsoft.aad.msal4j", "error"));
	}

}
