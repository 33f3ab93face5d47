package dev.tappet.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Everything that the chart renders is read strictly as the type that it says it is: a
 * field that the type does not have, one that is missing and one of another type are
 * refused, as an API server with strict validation does.
 */
class HelmChartTypesTests {

	/** All that can be set, one way or the other. */
	private static final List<String> MATRIX = List.of("", """
			replicaCount: null
			nameOverride: orders
			global: {imageRegistry: mirror.example, imagePullSecrets: [{name: mirror}]}
			image: {digest: "sha256:%s"}
			strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
			""".replace("%s", "0".repeat(64)), """
			redis: {existingSecret: redis, host: redis.example, usernameKey: user}
			propertiesFrom:
			  tappet.connections.events.kafka.password: {secret: events, key: password}
			  tappet.connections.events.kafka.bootstrap-servers: {configMap: kafka, key: brokers}
			configTrees: [{secret: orders}, {configMap: more, optional: true}]
			envFrom: [{secretRef: {name: orders}}, {configMapRef: {name: more}, prefix: A_}]
			extraEnv: [{name: A, value: b}, {name: C, valueFrom: {secretKeyRef: {name: d, key: e}}}]
			""", """
			podSecurityContext: null
			securityContext: {runAsNonRoot: true, readOnlyRootFilesystem: null}
			serviceAccount: {annotations: {a: b}, automountToken: true}
			tmpSizeLimit: null
			resources: null
			probes: {startup: null, liveness: {exec: {command: [look]}}, readiness: {tcpSocket: {port: http}}}
			config: {management.server: {port: 8081, ssl.bundle: web}}
			service: {type: NodePort, annotations: {a: b}}
			""",
			"""
					networkPolicy:
					  enabled: true
					  from:
					    - {podSelector: {matchLabels: {a: b}}, namespaceSelector: {}}
					    - {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}
					  egress: [{to: [{podSelector: {}}], ports: [{port: 6379, protocol: TCP}]}, {ports: [{port: 53, protocol: UDP}]}]
					podDisruptionBudget: {enabled: true, maxUnavailable: "34%"}
					nodeSelector: {disk: ssd}
					tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 30}]
					affinity:
					  nodeAffinity:
					    requiredDuringSchedulingIgnoredDuringExecution:
					      nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [b]}]}]
					topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, minDomains: 2}]
					priorityClassName: high
					podAnnotations: {a: b}
					podLabels: {c: d}
					""",
			"""
					initContainers:
					  - name: handlers
					    image: registry.example/orders-handlers:7
					    command: [cp, -r, /handlers/., /target/]
					    volumeMounts: [{name: handlers, mountPath: /target}]
					    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
					sidecars: [{name: proxy, image: proxy, ports: [{containerPort: 6380}]}]
					extraVolumes: [{name: handlers, emptyDir: {sizeLimit: 100Mi}}]
					extraVolumeMounts: [{name: handlers, mountPath: /app/handlers, readOnly: true}]
					extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: more}, data: {a: b}}]
					""", """
					prometheus:
					  annotations: true
					  rules: {enabled: true, labels: {release: prometheus}}
					  serviceMonitor:
					    enabled: true
					    labels: {release: prometheus}
					    interval: 1m30s
					    scrapeTimeout: 10s
					    tlsConfig: {insecureSkipVerify: true}
					    relabelings: [{targetLabel: team, replacement: orders}]
					    metricRelabelings: [{action: drop, sourceLabels: [__name__], regex: jvm_.*}]
					grafana: {dashboard: {enabled: true}}
					""",
			"""
					prometheus: {podMonitor: {enabled: true, interval: 30s}}
					autoscaling:
					  type: hpa
					  minReplicas: 2
					  hpa: {labels: {job: orders}}
					  behavior: {scaleDown: {stabilizationWindowSeconds: 600, policies: [{type: Pods, value: 1, periodSeconds: 60}]}}
					triggers: {a: {redis-stream: {key: s}}, b: {kafka: {topic: t}}}
					""",
			"""
					redis: {existingSecret: redis, host: redis.example}
					propertiesFrom:
					  AzureWebJobsStorage: {configMap: storage, key: connection}
					  tappet.connections.events.kafka.username: {secret: events, key: user}
					  tappet.connections.events.kafka.password: {secret: events, key: password}
					  tappet.connections.sentinels.sentinel.password: {secret: sentinels, key: password}
					config:
					  tappet.connections:
					    events.kafka: {bootstrap-servers: k.example:9093, protocol: sasl-ssl, authentication-mode: scram-sha256}
					    cluster: {cluster.nodes: [a.example:1, b.example:1], username: ada, password: "${PASSWORD}", ssl.enabled: true}
					    sentinels: {sentinel: {master: m, nodes: a.example:1}, database: 2}
					    shop.azure-storage: {queue-service-uri: "https://shop.queue.core.windows.net", credential: workloadidentity, client-id: a}
					autoscaling:
					  type: keda
					  minReplicas: 0
					  behavior: {scaleUp: {stabilizationWindowSeconds: 60}}
					  keda:
					    fallback: {failureThreshold: 3, replicas: 2, behavior: currentReplicas}
					    annotations: {autoscaling.keda.sh/paused: "false"}
					    connections: {default: {metadata: {unsafeSsl: "true"}}}
					triggers:
					  stream: {redis-stream: {key: [s, t]}}
					  list: {redis-list: {key: l}, ordering: strict}
					  once: {connection: cluster, redis-list: {key: l, delivery: at-most-once}}
					  clustered: {connection: cluster, redis-stream: {key: s}}
					  watched: {connection: sentinels, redis-stream: {key: s}}
					  listed: {connection: sentinels, redis-list: {key: s}}
					  topic: {connection: events, kafka: {topic: t}}
					  queue: {azure-queue: {queue-name: q}}
					  shop: {connection: shop, azure-queue: {queue-name: q}}
					""",
			"""
					autoscaling: {type: keda, keda: {scalers: endpoint}}
					triggers: {a: {redis-stream: {key: s}}}
					""");

	private static final Gson GSON = new Gson();

	@ParameterizedTest
	@MethodSource("matrix")
	void isWhatItSaysItIs(String values) throws Exception {
		for (Map<String, Object> document : RenderedChart.of(values).documents()) {
			read(document);
		}
	}

	static List<String> matrix() throws IOException {
		return Stream.concat(MATRIX.stream(), Stream.of(Files.readString(Path.of("examples", "orders", "values.yaml"))))
			.toList();
	}

	@Test
	void hasEachTemplateInTheMatrix() {
		assertThat(MATRIX.stream()
			.flatMap((values) -> RenderedChart.of(values).kinds().stream())
			.map(String::valueOf)
			.distinct()).containsExactlyInAnyOrder("ServiceAccount", "ConfigMap", "Service", "Deployment", "Pod",
					"NetworkPolicy", "PodDisruptionBudget", "HorizontalPodAutoscaler", "ScaledObject",
					"TriggerAuthentication", "ServiceMonitor", "PodMonitor", "PrometheusRule");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {port: 1}}
			{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{name: http}]}}
			{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: '80'}]}}
			{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: 1}}
			{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: a}]}}
			{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {b: true}}, spec: {containers: [{name: a}]}}
			{apiVersion: keda.sh/v1alpha1, kind: TriggerAuthentication, metadata: {name: a}, spec: {secrets: []}}
			{apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: {name: a}, spec: {selector: {}}}
			{apiVersion: example/v1, kind: Other, metadata: {name: a}}
			""")
	void wouldNoticeWhatIsNot(String document) {
		assertThatThrownBy(() -> read(RenderedChart.yaml(document))).isNotNull();
	}

	private static void read(Map<String, Object> document) throws Exception {
		switch ((String) document.get("apiVersion") + " " + document.get("kind")) {
			case "v1 ConfigMap" -> kubernetes(document, V1ConfigMap.class);
			case "v1 Pod" -> kubernetes(document, V1Pod.class);
			case "v1 Service" -> kubernetes(document, V1Service.class);
			case "v1 ServiceAccount" -> kubernetes(document, V1ServiceAccount.class);
			case "apps/v1 Deployment" -> kubernetes(document, V1Deployment.class);
			case "networking.k8s.io/v1 NetworkPolicy" -> kubernetes(document, V1NetworkPolicy.class);
			case "policy/v1 PodDisruptionBudget" -> kubernetes(document, V1PodDisruptionBudget.class);
			case "autoscaling/v2 HorizontalPodAutoscaler" -> kubernetes(document, V2HorizontalPodAutoscaler.class);
			case String type when type.startsWith("keda.sh/") -> Keda.read(document);
			case String type when type.startsWith("monitoring.coreos.com/") -> PrometheusOperator.read(document);
			case String type -> throw new IllegalArgumentException("Nobody knows " + type);
		}
	}

	/** What a type does not keep, or keeps otherwise, was not of this type. */
	private static void kubernetes(Map<String, Object> document, Class<?> type) throws Exception {
		JsonElement json = GSON.toJsonTree(document);
		type.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
		assertThat(withoutWhatIsEmpty(JSON.getGson().toJsonTree(JSON.getGson().fromJson(json, type))))
			.isEqualTo(withoutWhatIsEmpty(json));
	}

	private static JsonElement withoutWhatIsEmpty(JsonElement json) {
		if (json.isJsonArray()) {
			JsonArray array = new JsonArray();
			json.getAsJsonArray().forEach((each) -> array.add(withoutWhatIsEmpty(each)));
			return array;
		}
		if (json.isJsonObject()) {
			JsonObject object = new JsonObject();
			json.getAsJsonObject().asMap().forEach((name, each) -> {
				JsonElement value = withoutWhatIsEmpty(each);
				if (!(value.isJsonArray() && value.getAsJsonArray().isEmpty())
						&& !(value.isJsonObject() && value.getAsJsonObject().isEmpty())) {
					object.add(name, value);
				}
			});
			return object;
		}
		return json;
	}

}
