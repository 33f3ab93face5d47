package dev.tappet.chart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
		assertThat(chart.kinds()).containsExactlyInAnyOrder("ConfigMap", "Service", "Deployment");
		assertThat(chart.named("test-tappet", "data", "application.yml")).isEqualTo("{}\n");
		assertThat(chart.at("Deployment", "spec", "replicas")).isEqualTo(1);
		assertThat(chart.container("image")).isEqualTo("tappet:" + projectVersion());
		assertThat(chart.env()).containsOnlyKeys("TAPPET_INSTANCE_ID", "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE");
		assertThat(chart.at("Service", "spec", "ports", 0, "name")).isEqualTo("http");
	}

	@Test
	void givesThePodAsLittleAsItNeeds() throws Exception {
		RenderedChart chart = RenderedChart.of("");
		assertThat(chart.pod()).containsEntry("automountServiceAccountToken", false);
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
		assertThat(chart.named("test-tappet", "data", "application.yml")).asString()
			.contains("order-created:", "packages: com.example.orders");
		assertThat(chart.env()).containsEntry("SPRING_DATA_REDIS_HOST", "redis");
	}

	@Test
	void rollsThePodsWhenTheConfigurationChanges() throws Exception {
		assertThat(RenderedChart.of("config: {a: 1}").annotations().get("checksum/config"))
			.isEqualTo(RenderedChart.of("config: {a: 1}").annotations().get("checksum/config"))
			.isNotEqualTo(RenderedChart.of("config: {a: 2}").annotations().get("checksum/config"));
	}

	@Test
	void takesTheConnectionFromASecret() throws Exception {
		RenderedChart chart = RenderedChart.of("redis: {existingSecret: redis, urlKey: connection}");
		assertThat(chart.env()).containsEntry("SPRING_DATA_REDIS_URL",
				Map.of("secretKeyRef", Map.of("name", "redis", "key", "connection")));
		assertThat(chart.env()).doesNotContainKey("SPRING_DATA_REDIS_HOST");
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
			"redis: {port: 70000}", "redis: {existingSecret: a, host: b}", "redis: {url: 'redis://localhost'}",
			"shutdownSeconds: 0", "service: {type: Internal}", "fullnameOverride: Orders", "fullnameOverride: orders-",
			"nameOverride: orders.tappet", "imagePullSecrets: [registry]", "imagePullSecrets: [{secret: registry}]",
			"extraEnv: [{value: a}]", "extraEnv: [{name: A, value: 1}]", "extraVolumes: [{emptyDir: {}}]",
			"extraVolumes: [{name: a}]", "extraVolumeMounts: [{name: a, mountPath: handlers}]",
			"extraVolumeMounts: [{name: a}]", "tolerations: [{effect: Never}]", "affinity: {nodes: {}}",
			"tmpSizeLimit: small" })
	void refusesNonsense(String values) {
		assertThatIllegalStateException().isThrownBy(() -> RenderedChart.of(values)).withMessageContaining("schema");
	}

	private static String projectVersion() throws Exception {
		String pom = Files.readString(Path.of("pom.xml"));
		int start = pom.indexOf("<version>", pom.indexOf("<artifactId>tappet</artifactId>")) + "<version>".length();
		return pom.substring(start, pom.indexOf('<', start));
	}

}
