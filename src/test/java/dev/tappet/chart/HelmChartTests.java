package dev.tappet.chart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Renders the chart with Helm itself.
 */
class HelmChartTests {

	@Test
	void passesTheLinter() {
		LintResult result = new Helm(RenderedChart.CHART).lint().strict().call();
		assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
	}

	@Test
	void runsWithNothingSet() throws Exception {
		RenderedChart chart = RenderedChart.of("");
		assertThat(chart.kinds()).containsExactlyInAnyOrder("ServiceAccount", "ConfigMap", "Service", "Deployment",
				"Pod", "Pod");
		assertThat(chart.at("ConfigMap", "data", "application.yml")).isEqualTo("{}\n");
		assertThat(chart.at("Deployment", "spec", "replicas")).isEqualTo(1);
		assertThat(chart.container("image")).isEqualTo("tappet:" + projectVersion());
		assertThat(chart.env()).containsOnlyKeys("TAPPET_INSTANCE_ID", "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE");
		assertThat(chart.at("Service", "spec", "ports", 0, "name")).isEqualTo("http");
	}

	@Test
	void givesThePodAsLittleAsItNeeds() throws Exception {
		RenderedChart chart = RenderedChart.of("");
		assertThat(chart.pod()).containsEntry("automountServiceAccountToken", false)
			.containsEntry("enableServiceLinks", false);
		assertThat(chart.at("Deployment", "spec", "template", "spec", "securityContext", "runAsNonRoot"))
			.isEqualTo(true);
		assertThat(chart.container("securityContext")).isEqualTo(Map.of("allowPrivilegeEscalation", false,
				"readOnlyRootFilesystem", true, "capabilities", Map.of("drop", List.of("ALL"))));
		assertThat(chart.container("volumeMounts"))
			.isEqualTo(List.of(Map.of("name", "config", "mountPath", "/app/config", "readOnly", true),
					Map.of("name", "tmp", "mountPath", "/tmp")));
	}

	@Test
	void probesLivenessAndReadiness() throws Exception {
		RenderedChart chart = RenderedChart.of("");
		assertThat(chart.container("startupProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
		assertThat(chart.container("livenessProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
		assertThat(chart.container("readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
	}

	@Test
	void leavesTimeToDrain() throws Exception {
		RenderedChart chart = RenderedChart.of("shutdownSeconds: 120");
		assertThat(chart.pod()).containsEntry("terminationGracePeriodSeconds", 135);
		assertThat(chart.env()).containsEntry("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", "120s");
	}

	@Test
	void writesTriggersAndConfigurationIntoOneFile() throws Exception {
		RenderedChart chart = RenderedChart.of("""
				triggers:
				  order-created:
				    handler: orderCreated
				    timeout: 90s
				    redis-stream:
				      key: [orders, "orders:2"]
				  cache-changed:
				    redis-pubsub:
				      keyspace: "cache:*"
				      buffer: 2000000
				config:
				  tappet:
				    handlers:
				      packages: com.example
				    triggers:
				      order-created:
				        concurrency: 3
				  logging.level.com.example: debug
				""");
		Map<String, Object> application = chart.application();
		assertThat(application).isEqualTo(RenderedChart.yaml("""
				tappet:
				  handlers:
				    packages: com.example
				  triggers:
				    order-created:
				      handler: orderCreated
				      timeout: 90s
				      concurrency: 3
				      redis-stream:
				        key: [orders, "orders:2"]
				    cache-changed:
				      redis-pubsub:
				        keyspace: "cache:*"
				        buffer: 2000000
				logging.level.com.example: debug
				"""));
	}

	@Test
	void takesTheValuesOfTheExample() throws Exception {
		RenderedChart chart = RenderedChart.of(Files.readString(Path.of("examples", "orders", "values.yaml")));
		assertThat(chart.container("image")).isEqualTo("orders:0.1.0");
		assertThat(chart.at("ConfigMap", "data", "application.yml")).asString()
			.contains("order-created:", "packages: com.example.orders");
		assertThat(chart.env()).containsEntry("SPRING_DATA_REDIS_HOST", "redis");
	}

	@ParameterizedTest
	@MethodSource("documentation")
	void takesTheExamplesOfTheDocumentation(String values) {
		StringBuilder example = new StringBuilder(values);
		if (!values.contains("triggers:")) {
			example.append("triggers: {order-created: {redis-stream: {key: orders}}}\n");
		}
		if (!values.contains("redis:")) {
			example.append("redis: {host: redis.example}\n");
		}
		assertThat(RenderedChart.of(example.toString()).kinds()).contains("Deployment");
	}

	static List<String> documentation() throws Exception {
		return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("docs", "kubernetes.md")))
			.results()
			.flatMap((block) -> Stream.of(block.group(1).split("---\n")))
			.filter((block) -> !block.contains("seriesQuery"))
			.toList();
	}

	@Test
	void rollsThePodsWhenTheConfigurationChanges() throws Exception {
		assertThat(RenderedChart.of("config: {a: 1}").annotations().get("checksum/config"))
			.isEqualTo(RenderedChart.of("config: {a: 1}").annotations().get("checksum/config"))
			.isNotEqualTo(RenderedChart.of("config: {a: 2}").annotations().get("checksum/config"));
	}

	@Test
	void takesTheConnectionFromAHostAndAPort() throws Exception {
		assertThat(RenderedChart.of("redis: {host: redis.example, port: 6390}").env())
			.containsEntry("SPRING_DATA_REDIS_HOST", "redis.example")
			.containsEntry("SPRING_DATA_REDIS_PORT", "6390")
			.doesNotContainKey("SPRING_DATA_REDIS_URL");
	}

	@Test
	void namesTheInstanceAfterItsPod() throws Exception {
		assertThat(RenderedChart.of("").env()).containsEntry("TAPPET_INSTANCE_ID",
				Map.of("fieldRef", Map.of("fieldPath", "metadata.name")));
	}

	@Test
	void addsWhatIsAskedFor() throws Exception {
		RenderedChart chart = RenderedChart.of("""
				replicaCount: 3
				prometheus: {annotations: true}
				podDisruptionBudget: {enabled: true, maxUnavailable: "34%"}
				extraEnv: [{name: TAPPET_HANDLERS, value: /handlers}]
				extraVolumes: [{name: handlers, emptyDir: {}}]
				extraVolumeMounts: [{name: handlers, mountPath: /handlers}]
				""");
		assertThat(chart.at("PodDisruptionBudget", "spec", "maxUnavailable")).isEqualTo("34%");
		assertThat(chart.annotations()).containsEntry("prometheus.io/scrape", "true")
			.containsEntry("prometheus.io/path", "/actuator/prometheus")
			.containsEntry("prometheus.io/port", "8080");
		assertThat(chart.env()).containsEntry("TAPPET_HANDLERS", "/handlers");
		assertThat(chart.at("Deployment", "spec", "template", "spec", "volumes", 2, "name")).isEqualTo("handlers");
	}

	@Test
	void bringsAlertsAndADashboard() throws Exception {
		RenderedChart chart = RenderedChart.of("""
				prometheus: {rules: {enabled: true, labels: {release: prometheus}}}
				""");
		assertThat(chart.at("PrometheusRule", "metadata", "labels", "release")).isEqualTo("prometheus");
		assertThat(chart.at("PrometheusRule", "spec", "groups"))
			.isEqualTo(RenderedChart.yaml(Files.readString(RenderedChart.CHART.resolve("monitoring/rules.yaml")))
				.get("groups"));
		RenderedChart dashboard = RenderedChart.of("grafana: {dashboard: {enabled: true}}");
		assertThat(dashboard.named("test-tappet-dashboard", "metadata", "labels", "grafana_dashboard")).isEqualTo("1");
		assertThat((String) dashboard.named("test-tappet-dashboard", "data", "tappet.json"))
			.isEqualToIgnoringWhitespace(Files.readString(RenderedChart.CHART.resolve("monitoring/dashboard.json")));
	}

	@Test
	void followsThePortOfTheConfiguration() {
		RenderedChart chart = RenderedChart.of("""
				prometheus: {annotations: true}
				config: {server: {port: 9000, ssl: {bundle: web}}, spring.webflux.base-path: /orders/}
				""");
		assertThat(chart.container("ports")).isEqualTo(List.of(Map.of("name", "http", "containerPort", 9000)));
		assertThat(chart.container("readinessProbe", "httpGet"))
			.isEqualTo(Map.of("path", "/orders/actuator/health/readiness", "port", "http", "scheme", "HTTPS"));
		assertThat(chart.annotations()).containsEntry("prometheus.io/port", "9000")
			.containsEntry("prometheus.io/scheme", "https")
			.containsEntry("prometheus.io/path", "/orders/actuator/prometheus");
		assertThat(chart.at("Service", "spec", "ports"))
			.isEqualTo(List.of(Map.of("name", "http", "port", 8080, "targetPort", "http")));
	}

	@Test
	void followsTheManagementPortOfTheConfiguration() {
		RenderedChart chart = RenderedChart.of("""
				networkPolicy: {enabled: true}
				config:
				  server.ssl.bundle: web
				  management:
				    server: {port: 8081, basePath: /internal}
				    endpoints.web.base-path: /ops
				""");
		assertThat(chart.container("ports")).isEqualTo(List.of(Map.of("name", "http", "containerPort", 8080),
				Map.of("name", "management", "containerPort", 8081)));
		assertThat(chart.container("startupProbe", "httpGet"))
			.isEqualTo(Map.of("path", "/internal/ops/health/liveness", "port", "management"));
		assertThat(chart.at("Service", "spec", "ports", 1))
			.isEqualTo(Map.of("name", "management", "port", 8081, "targetPort", "management"));
		assertThat(chart.at("NetworkPolicy", "spec", "ingress", 0, "ports"))
			.isEqualTo(List.of(Map.of("port", "http"), Map.of("port", "management")));
		assertThat(chart.named("test-tappet-readiness", "spec", "containers", 0, "command", 2)).asString()
			.contains("/dev/tcp/test-tappet/8081", "GET /internal/ops/health/readiness ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{server.port: "${PORT}"}                                | server.port
			{management: {server: {port: -1}}}                      | management.server.port
			{server.address: 127.0.0.1}                             | server.address
			{management.server: {port: 8081, address: localhost}}   | management.server.address
			{server.port: 8081, management.server.port: 8080}       | Give service.port another number, such as 8081
			""")
	void refusesPortsAtWhichNobodyCouldAsk(String config, String reason) {
		assertThatIllegalStateException().isThrownBy(() -> RenderedChart.of("config: " + config))
			.withMessageContaining(reason);
	}

	/** What the admission of Kubernetes asks of pods in a namespace that enforces it. */
	@ParameterizedTest
	@ValueSource(strings = { "", "podSecurityContext: {runAsUser: null, runAsGroup: null}",
			"{redis: {existingSecret: redis}, configTrees: [{configMap: more}], tmpSizeLimit: null}" })
	void keepsToThePodSecurityStandardRestricted(String values) {
		RenderedChart chart = RenderedChart.of(values);
		for (Map<String, Object> pod : List.of(chart.pod(),
				RenderedChart.asMap(chart.named("test-tappet-preflight", "spec")),
				RenderedChart.asMap(chart.named("test-tappet-readiness", "spec")))) {
			assertThat(pod).doesNotContainKeys("hostNetwork", "hostPID", "hostIPC");
			assertThat(RenderedChart.asMap(pod.get("securityContext"))).containsEntry("runAsNonRoot", true)
				.containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
			for (Object container : (List<?>) pod.get("containers")) {
				assertThat(RenderedChart.asMap(RenderedChart.asMap(container).get("securityContext")))
					.containsEntry("allowPrivilegeEscalation", false)
					.containsEntry("capabilities", Map.of("drop", List.of("ALL")))
					.doesNotContainKeys("privileged", "procMount", "runAsUser");
			}
			for (Object volume : (List<?>) pod.getOrDefault("volumes", List.of())) {
				assertThat(RenderedChart.asMap(volume).keySet()).containsAnyOf("configMap", "emptyDir", "projected")
					.hasSize(2);
			}
		}
	}

	@Test
	void leavesOutOfTheSecurityContextsWhatIsNull() {
		RenderedChart openshift = RenderedChart.of("podSecurityContext: {runAsUser: null, runAsGroup: null}");
		assertThat(openshift.pod().get("securityContext"))
			.isEqualTo(Map.of("runAsNonRoot", true, "seccompProfile", Map.of("type", "RuntimeDefault")));
		RenderedChart without = RenderedChart.of("{podSecurityContext: null, securityContext: null}");
		assertThat(without.pod()).doesNotContainKey("securityContext");
		assertThat(without.container()).doesNotContainKey("securityContext");
	}

	@Test
	void runsAsAnAccountOfItsOwn() {
		RenderedChart chart = RenderedChart.of("""
				serviceAccount: {annotations: {azure.workload.identity/client-id: a}}
				podLabels: {azure.workload.identity/use: "true"}
				""");
		assertThat(chart.at("ServiceAccount", "metadata", "annotations"))
			.isEqualTo(Map.of("azure.workload.identity/client-id", "a"));
		assertThat(chart.at("ServiceAccount", "automountServiceAccountToken")).isEqualTo(false);
		assertThat(chart.pod()).containsEntry("serviceAccountName", "test-tappet");
		assertThat(chart.named("test-tappet-preflight", "spec", "serviceAccountName")).isEqualTo("test-tappet");
		assertThat(chart.named("test-tappet-preflight", "metadata", "labels", "azure.workload.identity/use"))
			.isEqualTo("true");
		RenderedChart given = RenderedChart.of("serviceAccount: {create: false, name: orders}");
		assertThat(given.kinds()).doesNotContain("ServiceAccount");
		assertThat(given.pod()).containsEntry("serviceAccountName", "orders");
		assertThat(RenderedChart.of("serviceAccount: {create: false}").pod()).containsEntry("serviceAccountName",
				"default");
	}

	@Test
	void takesAVariableOfYoursInThePlaceOfItsOwn() {
		RenderedChart chart = RenderedChart.of("""
				redis: {host: redis.example, existingSecret: redis}
				extraEnv: [{name: SPRING_CONFIG_IMPORT, value: "configtree:/app/properties/,configtree:/more/"}]
				""");
		assertThat((List<?>) chart.container("env"))
			.filteredOn((each) -> each.toString().contains("SPRING_CONFIG_IMPORT"))
			.hasSize(1);
		assertThat(chart.env()).containsEntry("SPRING_CONFIG_IMPORT", "configtree:/app/properties/,configtree:/more/");
	}

	@Test
	void namesTheImage() {
		assertThat(RenderedChart.of("image: {registry: a.example, repository: b/c, tag: d}").container("image"))
			.isEqualTo("a.example/b/c:d");
		String digest = "sha256:" + "0".repeat(64);
		RenderedChart chart = RenderedChart.of("""
				global: {imageRegistry: mirror.example, imagePullSecrets: [{name: mirror}]}
				image: {registry: a.example, repository: b/c, tag: d, digest: %s}
				imagePullSecrets: [{name: own}, {name: mirror}]
				""".formatted(digest));
		assertThat(chart.container("image")).isEqualTo("mirror.example/b/c@" + digest);
		assertThat(chart.pod().get("imagePullSecrets"))
			.isEqualTo(List.of(Map.of("name", "mirror"), Map.of("name", "own")));
	}

	@Test
	void tunesProbesOrLeavesThemOut() {
		RenderedChart chart = RenderedChart
			.of("probes: {startup: null, liveness: {periodSeconds: 30}, readiness: {exec: {command: [look]}}}");
		assertThat(chart.container()).doesNotContainKey("startupProbe");
		assertThat(chart.container("livenessProbe"))
			.isEqualTo(Map.of("httpGet", Map.of("path", "/actuator/health/liveness", "port", "http"), "periodSeconds",
					30, "timeoutSeconds", 5, "failureThreshold", 3));
		assertThat(RenderedChart.asMap(chart.container("readinessProbe"))).doesNotContainKey("httpGet")
			.containsEntry("exec", Map.of("command", List.of("look")));
	}

	@Test
	void restrictsWhoReachesThePodsAndWhereTheyGo() {
		RenderedChart closed = RenderedChart.of("networkPolicy: {enabled: true}");
		assertThat(closed.at("NetworkPolicy", "spec", "policyTypes")).isEqualTo(List.of("Ingress"));
		Object testPods = Map.of("podSelector", Map.of("matchLabels",
				Map.of("app.kubernetes.io/name", "tappet-test", "app.kubernetes.io/instance", "test")));
		assertThat(closed.at("NetworkPolicy", "spec", "ingress", 0, "from")).isEqualTo(List.of(testPods));
		assertThat(closed.named("test-tappet-readiness", "metadata", "labels"))
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("app.kubernetes.io/name", "tappet-test")
			.containsEntry("app.kubernetes.io/instance", "test");
		RenderedChart open = RenderedChart
			.of("networkPolicy: {enabled: true, from: [{podSelector: {}}], egress: [{ports: [{port: 6379}]}]}");
		assertThat(open.at("NetworkPolicy", "spec", "ingress", 0, "from"))
			.isEqualTo(List.of(testPods, Map.of("podSelector", Map.of())));
		assertThat(open.at("NetworkPolicy", "spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
		assertThat(open.at("NetworkPolicy", "spec", "egress"))
			.isEqualTo(List.of(Map.of("ports", List.of(Map.of("port", 6379)))));
	}

	@Test
	void spreadsThePods() {
		Object constraints = RenderedChart
			.of("""
					topologySpreadConstraints:
					  - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}
					  - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {a: b}}}
					""")
			.pod()
			.get("topologySpreadConstraints");
		assertThat((List<?>) constraints).extracting((each) -> RenderedChart.asMap(each).get("labelSelector"))
			.containsExactly(
					Map.of("matchLabels",
							Map.of("app.kubernetes.io/name", "tappet", "app.kubernetes.io/instance", "test")),
					Map.of("matchLabels", Map.of("a", "b")));
	}

	@Test
	void letsANodeDrainWhileABrokerIsAway() {
		assertThat(RenderedChart.of("podDisruptionBudget: {enabled: true}")
			.at("PodDisruptionBudget", "spec", "unhealthyPodEvictionPolicy")).isEqualTo("AlwaysAllow");
	}

	@Test
	void runsContainersBeforeAndBeside() {
		RenderedChart chart = RenderedChart.of("""
				initContainers: [{name: fetch, image: jars}]
				sidecars: [{name: proxy, image: proxy}]
				priorityClassName: high
				strategy: {type: Recreate}
				""");
		assertThat(chart.pod().get("initContainers")).isEqualTo(List.of(Map.of("name", "fetch", "image", "jars")));
		assertThat(chart.at("Deployment", "spec", "template", "spec", "containers", 1, "name")).isEqualTo("proxy");
		assertThat(chart.pod()).containsEntry("priorityClassName", "high");
		assertThat(chart.at("Deployment", "spec", "strategy", "type")).isEqualTo("Recreate");
	}

	@Test
	void looksWithTheSameHandlersAndConfigurationWhetherTheTriggersWouldRun() {
		RenderedChart chart = RenderedChart.of("""
				redis: {existingSecret: redis}
				initContainers: [{name: fetch, image: jars}]
				sidecars: [{name: proxy, image: proxy}]
				extraVolumes: [{name: handlers, emptyDir: {}}]
				extraVolumeMounts: [{name: handlers, mountPath: /app/handlers}]
				""");
		Map<String, Object> preflight = RenderedChart.asMap(chart.named("test-tappet-preflight", "spec"));
		assertThat(preflight.get("initContainers")).isEqualTo(chart.pod().get("initContainers"));
		assertThat(preflight.get("volumes")).isEqualTo(chart.pod().get("volumes"));
		assertThat((List<?>) preflight.get("containers")).hasSize(1);
		Map<String, Object> container = RenderedChart
			.asMap(chart.named("test-tappet-preflight", "spec", "containers", 0));
		assertThat(container).containsEntry("args", List.of("--tappet.check"))
			.containsEntry("env", chart.container("env"))
			.containsEntry("volumeMounts", chart.container("volumeMounts"))
			.doesNotContainKeys("readinessProbe", "livenessProbe", "startupProbe");
		assertThat(chart.named("test-tappet-preflight", "metadata", "labels", "app.kubernetes.io/name"))
			.isEqualTo("tappet-test");
	}

	@Test
	void addsObjectsOfYours() {
		RenderedChart chart = RenderedChart.of("""
				extraObjects:
				  - {apiVersion: v1, kind: Secret, metadata: {name: "{{ .Release.Name }}-one"}}
				  - |
				    apiVersion: v1
				    kind: Secret
				    metadata:
				      name: {{ include "tappet.fullname" . }}-two
				""");
		assertThat(chart.named("test-one", "kind")).isEqualTo("Secret");
		assertThat(chart.named("test-tappet-two", "kind")).isEqualTo("Secret");
	}

	@Test
	void isScrapedThroughItsService() {
		RenderedChart chart = RenderedChart.of("""
				config: {management: {server: {port: 8081, ssl.bundle: web}, endpoints.web.base-path: /ops}}
				prometheus:
				  serviceMonitor:
				    enabled: true
				    labels: {release: prometheus}
				    interval: 1m
				    tlsConfig: {insecureSkipVerify: true}
				    metricRelabelings: [{action: drop, sourceLabels: [__name__], regex: jvm_.*}]
				""");
		assertThat(chart.kinds()).doesNotContain("PodMonitor");
		assertThat(chart.at("ServiceMonitor", "metadata", "labels", "release")).isEqualTo("prometheus");
		assertThat(chart.at("ServiceMonitor", "spec", "selector", "matchLabels"))
			.isEqualTo(chart.at("Service", "spec", "selector"));
		assertThat(chart.at("ServiceMonitor", "spec", "endpoints", 0))
			.isEqualTo(Map.of("port", "management", "path", "/ops/prometheus", "scheme", "https", "interval", "1m",
					"tlsConfig", Map.of("insecureSkipVerify", true), "metricRelabelings",
					List.of(Map.of("action", "drop", "sourceLabels", List.of("__name__"), "regex", "jvm_.*"))));
	}

	@Test
	void isScrapedPodByPod() {
		RenderedChart chart = RenderedChart.of("prometheus: {podMonitor: {enabled: true}}");
		assertThat(chart.kinds()).doesNotContain("ServiceMonitor");
		assertThat(chart.at("PodMonitor", "spec", "podMetricsEndpoints"))
			.isEqualTo(List.of(Map.of("port", "http", "path", "/actuator/prometheus", "scheme", "http")));
	}

	@Test
	void isNotScrapedTwice() {
		assertThatIllegalStateException().isThrownBy(
				() -> RenderedChart.of("prometheus: {serviceMonitor: {enabled: true}, podMonitor: {enabled: true}}"))
			.withMessageContaining("Enable one of the two");
	}

	@Test
	void refusesALabelByWhichThePodsAreFound() {
		assertThatIllegalStateException()
			.isThrownBy(() -> RenderedChart.of("podLabels: {app.kubernetes.io/name: other}"))
			.withMessageContaining("podLabels sets 'app.kubernetes.io/name'");
	}

	@Test
	void takesLabelsAndAnnotationsOfThePods() throws Exception {
		RenderedChart chart = RenderedChart.of("""
				podLabels: {team: orders, app.kubernetes.io/version: "7"}
				podAnnotations: {prometheus.io/port: "9000"}
				prometheus: {annotations: true}
				""");
		assertThat(chart.at("Deployment", "spec", "template", "metadata", "labels")).isEqualTo(Map.of("helm.sh/chart",
				"tappet-" + projectVersion(), "app.kubernetes.io/name", "tappet", "app.kubernetes.io/instance", "test",
				"app.kubernetes.io/version", "7", "app.kubernetes.io/managed-by", "Helm", "team", "orders"));
		assertThat(chart.annotations()).containsEntry("prometheus.io/port", "9000");
	}

	@Test
	void boundsWhatMayBeWrittenToTheNode() throws Exception {
		assertThat(RenderedChart.of("").at("Deployment", "spec", "template", "spec", "volumes", 1))
			.isEqualTo(Map.of("name", "tmp", "emptyDir", Map.of("sizeLimit", "256Mi")));
		assertThat(RenderedChart.of("tmpSizeLimit: null").at("Deployment", "spec", "template", "spec", "volumes", 1))
			.isEqualTo(Map.of("name", "tmp", "emptyDir", Map.of()));
	}

	@Test
	void leavesTheNumberOfPodsToAnAutoscalerOfYours() {
		RenderedChart chart = RenderedChart.of("replicaCount: null");
		assertThat(RenderedChart.asMap(chart.at("Deployment", "spec"))).doesNotContainKey("replicas");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{tappet: null}", "{tappet: {triggers: null}}", "{tappet: {triggers: {a: null}}}",
			"{server: null, management: {server: null}}", "{spring: {data: {redis: null}}}" })
	void takesBlocksOfTheConfigurationThatAreEmpty(String config) {
		for (String more : List.of("", "replicaCount: 2",
				"autoscaling: {type: hpa}\ntriggers: {b: {redis-stream: {key: s}}}")) {
			assertThat(RenderedChart.of("config: " + config + "\n" + more).kinds()).contains("Deployment");
		}
	}

	@ParameterizedTest
	@MethodSource("values")
	void withNoValueSaysWhatIsMissingOrDoesWithout(String value) {
		try {
			assertThat(RenderedChart.of(value + ": null").kinds()).contains("Deployment");
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessageContaining("missing property '" + value + "'");
		}
	}

	static List<String> values() throws Exception {
		return new ArrayList<>(
				RenderedChart.yaml(Files.readString(RenderedChart.CHART.resolve("values.yaml"))).keySet());
	}

	@ParameterizedTest
	@ValueSource(strings = { "grafana: {dashboard: true}", "prometheus: {rules: yes}", "replicas: 3",
			"replicaCount: many", "triggers: {Order Created: {handler: a}}", "triggers: {order-created: orders}",
			"redis: {port: 70000}", "redis: {url: 'redis://localhost'}", "shutdownSeconds: 0",
			"service: {type: Internal}", "fullnameOverride: Orders", "fullnameOverride: orders-",
			"nameOverride: orders.tappet", "imagePullSecrets: [registry]", "imagePullSecrets: [{secret: registry}]",
			"extraEnv: [{value: a}]", "extraEnv: [{name: A, value: 1}]", "extraVolumes: [{emptyDir: {}}]",
			"extraVolumes: [{name: a}]", "extraVolumeMounts: [{name: a, mountPath: handlers}]",
			"extraVolumeMounts: [{name: a}]", "tolerations: [{effect: Never}]", "affinity: {nodes: {}}",
			"tmpSizeLimit: small", "image: {digest: latest}", "probes: {startup: {path: /}}", "probes: {health: {}}",
			"strategy: {type: Canary}", "networkPolicy: {from: [monitoring]}", "initContainers: [{name: fetch}]",
			"podDisruptionBudget: {unhealthyPodEvictionPolicy: Never}", "topologySpreadConstraints: [{maxSkew: 1}]",
			"extraObjects: [{kind: ConfigMap}]", "serviceAccount: {create: maybe}",
			"prometheus: {podMonitor: {interval: often}}", "config: {tappet: text}",
			"config: {tappet: {triggers: [a]}}" })
	void refusesNonsense(String values) {
		assertThatIllegalStateException().isThrownBy(() -> RenderedChart.of(values)).withMessageContaining("schema");
	}

	private static String projectVersion() throws Exception {
		String pom = Files.readString(Path.of("pom.xml"));
		int start = pom.indexOf("<version>", pom.indexOf("<artifactId>tappet</artifactId>")) + "<version>".length();
		return pom.substring(start, pom.indexOf('<', start));
	}

}
