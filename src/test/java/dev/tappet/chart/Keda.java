package dev.tappet.chart;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tappet.chart.StrictMapper.Meta;

import static dev.tappet.chart.StrictMapper.needed;
import static dev.tappet.chart.StrictMapper.require;

/**
 * What KEDA takes, as far as the chart uses it.
 */
final class Keda {

	private static final Set<String> REDIS = Set.of("address", "addresses", "username", "usernameFromEnv",
			"passwordFromEnv", "databaseIndex", "enableTLS", "unsafeSsl", "sentinelMaster", "sentinelUsername",
			"sentinelPasswordFromEnv");

	/** The metadata of each scaler: what it needs, and what it may have. */
	private static final Map<String, Scaler> SCALERS = Map.ofEntries(streams("redis-streams", "address"),
			streams("redis-cluster-streams", "addresses"), streams("redis-sentinel-streams", "addresses"),
			lists("redis", "address"), lists("redis-cluster", "addresses"), lists("redis-sentinel", "addresses"),
			Map.entry("kafka",
					new Scaler(Set.of("bootstrapServers", "consumerGroup", "topic"),
							Set.of("offsetResetPolicy", "sasl", "tls", "version"),
							Set.of("lagThreshold", "activationLagThreshold"))),
			Map.entry("azure-queue",
					new Scaler(Set.of("queueName"), Set.of("accountName", "connectionFromEnv", "cloud"),
							Set.of("queueLength", "activationQueueLength"))),
			Map.entry("metrics-api",
					new Scaler(Set.of("url", "valueLocation"), Set.of("unsafeSsl"), Set.of("targetValue"))));

	private Keda() {
	}

	static Object read(Map<String, Object> document) {
		return switch ((String) document.get("kind")) {
			case "ScaledObject" -> StrictMapper.read(document, ScaledObject.class);
			case "TriggerAuthentication" -> StrictMapper.read(document, TriggerAuthentication.class);
			default -> throw new IllegalArgumentException("KEDA has no " + document.get("kind"));
		};
	}

	private static Map.Entry<String, Scaler> streams(String type, String address) {
		return Map.entry(type, new Scaler(Set.of(address, "stream", "consumerGroup"), REDIS,
				Set.of("lagCount", "activationLagCount", "pendingEntriesCount")));
	}

	private static Map.Entry<String, Scaler> lists(String type, String address) {
		return Map.entry(type,
				new Scaler(Set.of(address, "listName"), REDIS, Set.of("listLength", "activationListLength")));
	}

	private record Scaler(Set<String> needed, Set<String> possible, Set<String> numbers) {

		void check(String type, Map<String, String> metadata) {
			require(metadata.keySet().containsAll(this.needed),
					type + " needs " + this.needed + " and has " + metadata.keySet());
			metadata.forEach((key, value) -> {
				require(value != null && !value.isBlank(), type + " has nothing as " + key);
				if (this.numbers.contains(key)) {
					require(Long.parseLong(value) >= 0, type + " has a negative " + key);
				}
				else {
					require(this.needed.contains(key) || this.possible.contains(key), type + " knows no " + key);
				}
			});
			require(metadata.keySet().stream().anyMatch(this.numbers::contains), type + " has no target");
		}

	}

	record ScaledObject(String apiVersion, String kind, Meta metadata, Spec spec) {

		ScaledObject {
			require("keda.sh/v1alpha1".equals(apiVersion), "Not a version of KEDA: " + apiVersion);
			needed(spec, "spec");
		}

	}

	record Spec(Target scaleTargetRef, Integer pollingInterval, Integer cooldownPeriod, Integer minReplicaCount,
			Integer maxReplicaCount, Fallback fallback, Advanced advanced, List<Trigger> triggers) {

		Spec {
			needed(scaleTargetRef, "scaleTargetRef");
			require(!needed(triggers, "triggers").isEmpty(), "triggers are needed");
			require(minReplicaCount >= 0 && maxReplicaCount >= Math.max(1, minReplicaCount), "No range of replicas");
			require(triggers.stream().map(Trigger::name).distinct().count() == triggers.size(),
					"Names of triggers are unique");
		}

	}

	record Target(String name) {

		Target {
			needed(name, "scaleTargetRef.name");
		}

	}

	record Fallback(int failureThreshold, int replicas, String behavior) {
	}

	record Advanced(HorizontalPodAutoscaler horizontalPodAutoscalerConfig) {
	}

	record HorizontalPodAutoscaler(Map<String, Object> behavior) {
	}

	record Trigger(String type, String name, Map<String, String> metadata, AuthenticationReference authenticationRef) {

		Trigger {
			needed(SCALERS.get(needed(type, "type")), "a scaler that is known, not " + type).check(type,
					needed(metadata, "metadata"));
		}

	}

	record AuthenticationReference(String name) {

		AuthenticationReference {
			needed(name, "authenticationRef.name");
		}

	}

	record TriggerAuthentication(String apiVersion, String kind, Meta metadata, AuthenticationSpec spec) {

		TriggerAuthentication {
			require("keda.sh/v1alpha1".equals(apiVersion), "Not a version of KEDA: " + apiVersion);
			needed(spec, "spec");
		}

	}

	record AuthenticationSpec(PodIdentity podIdentity, List<Place> secretTargetRef, List<Place> configMapTargetRef) {
	}

	record PodIdentity(String provider, String identityId) {

		PodIdentity {
			require(Set.of("azure-workload", "aws", "gcp", "none").contains(provider), "No provider: " + provider);
		}

	}

	record Place(String parameter, String name, String key) {

		Place {
			needed(parameter, "parameter");
			needed(name, "name");
			needed(key, "key");
		}

	}

}
