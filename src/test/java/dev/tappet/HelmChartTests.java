package dev.tappet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Renders the chart with Helm itself.
 */
class HelmChartTests {

	private static final Path CHART = Path.of("helm", "tappet").toAbsolutePath();

	@TempDir
	Path folder;

	@Test
	void passesTheLinter() {
		LintResult result = new Helm(CHART).lint().strict().call();
		assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
	}

	@Test
	void runsWithNothingSet() throws Exception {
		Rendered chart = render("");
		assertThat(chart.kinds()).containsExactlyInAnyOrder("ConfigMap", "Service", "Deployment");
		assertThat(chart.at("ConfigMap", "data", "application.yml")).isEqualTo("{}\n");
		assertThat(chart.at("Deployment", "spec", "replicas")).isEqualTo(1);
		assertThat(chart.container("image")).isEqualTo("tappet:" + projectVersion());
		assertThat(chart.env()).containsOnlyKeys("TAPPET_INSTANCE_ID", "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE");
		assertThat(chart.at("Service", "spec", "ports", 0, "name")).isEqualTo("http");
	}

	@Test
	void givesThePodAsLittleAsItNeeds() throws Exception {
		Rendered chart = render("");
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
		Rendered chart = render("");
		assertThat(chart.container("startupProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
		assertThat(chart.container("livenessProbe", "httpGet", "path")).isEqualTo("/actuator/health/liveness");
		assertThat(chart.container("readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
	}

	@Test
	void leavesTimeToDrain() throws Exception {
		Rendered chart = render("shutdownSeconds: 120");
		assertThat(chart.pod()).containsEntry("terminationGracePeriodSeconds", 135);
		assertThat(chart.env()).containsEntry("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", "120s");
	}

	@Test
	void writesTriggersAndConfigurationIntoOneFile() throws Exception {
		Rendered chart = render("""
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
		Map<String, Object> application = yaml((String) chart.at("ConfigMap", "data", "application.yml"));
		assertThat(application).isEqualTo(yaml("""
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
		Rendered chart = render(Files.readString(Path.of("examples", "orders", "values.yaml")));
		assertThat(chart.container("image")).isEqualTo("orders:0.1.0");
		assertThat(chart.at("ConfigMap", "data", "application.yml")).asString()
			.contains("order-created:", "packages: com.example.orders");
		assertThat(chart.env()).containsEntry("SPRING_DATA_REDIS_HOST", "redis");
	}

	@Test
	void rollsThePodsWhenTheConfigurationChanges() throws Exception {
		assertThat(render("config: {a: 1}").annotations().get("checksum/config"))
			.isEqualTo(render("config: {a: 1}").annotations().get("checksum/config"))
			.isNotEqualTo(render("config: {a: 2}").annotations().get("checksum/config"));
	}

	@Test
	void takesTheConnectionFromASecret() throws Exception {
		Rendered chart = render("redis: {existingSecret: redis, urlKey: connection}");
		assertThat(chart.env()).containsEntry("SPRING_DATA_REDIS_URL",
				Map.of("secretKeyRef", Map.of("name", "redis", "key", "connection")));
		assertThat(chart.env()).doesNotContainKey("SPRING_DATA_REDIS_HOST");
	}

	@Test
	void takesTheConnectionFromAHostAndAPort() throws Exception {
		assertThat(render("redis: {host: redis.example, port: 6390}").env())
			.containsEntry("SPRING_DATA_REDIS_HOST", "redis.example")
			.containsEntry("SPRING_DATA_REDIS_PORT", "6390")
			.doesNotContainKey("SPRING_DATA_REDIS_URL");
	}

	@Test
	void namesTheInstanceAfterItsPod() throws Exception {
		assertThat(render("").env()).containsEntry("TAPPET_INSTANCE_ID",
				Map.of("fieldRef", Map.of("fieldPath", "metadata.name")));
	}

	@Test
	void addsWhatIsAskedFor() throws Exception {
		Rendered chart = render("""
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
		Rendered chart = render("""
				prometheus: {rules: {enabled: true, labels: {release: prometheus}}}
				""");
		assertThat(chart.at("PrometheusRule", "metadata", "labels", "release")).isEqualTo("prometheus");
		assertThat(chart.at("PrometheusRule", "spec", "groups"))
			.isEqualTo(yaml(Files.readString(CHART.resolve("monitoring/rules.yaml"))).get("groups"));
		Path values = Files.writeString(this.folder.resolve("dashboard.yaml"), "grafana: {dashboard: {enabled: true}}");
		String template = new Helm(CHART).template().withName("test").withValuesFile(values).call();
		Rendered dashboard = new Rendered(StreamSupport.stream(new Yaml().loadAll(template).spliterator(), false)
			.map(HelmChartTests::asMap)
			.filter((each) -> String.valueOf(each.get("metadata")).contains("name=test-tappet-dashboard"))
			.toList());
		assertThat(dashboard.at("ConfigMap", "metadata", "labels", "grafana_dashboard")).isEqualTo("1");
		assertThat((String) dashboard.at("ConfigMap", "data", "tappet.json"))
			.isEqualToIgnoringWhitespace(Files.readString(CHART.resolve("monitoring/dashboard.json")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "grafana: {dashboard: true}", "prometheus: {rules: yes}", "replicas: 3",
			"replicaCount: many", "triggers: {Order Created: {handler: a}}", "triggers: {order-created: orders}",
			"redis: {port: 70000}", "redis: {existingSecret: a, host: b}", "redis: {url: 'redis://localhost'}",
			"shutdownSeconds: 0", "service: {type: Internal}" })
	void refusesNonsense(String values) {
		assertThatIllegalStateException().isThrownBy(() -> render(values)).withMessageContaining("schema");
	}

	private Rendered render(String values) throws Exception {
		TemplateCommand template = new Helm(CHART).template().withName("test");
		if (!values.isEmpty()) {
			template.withValuesFile(Files.writeString(this.folder.resolve("values.yaml"), values));
		}
		return new Rendered(StreamSupport.stream(new Yaml().loadAll(template.call()).spliterator(), false)
			.map(HelmChartTests::asMap)
			.toList());
	}

	private static String projectVersion() throws Exception {
		String pom = Files.readString(Path.of("pom.xml"));
		int start = pom.indexOf("<version>", pom.indexOf("<artifactId>tappet</artifactId>")) + "<version>".length();
		return pom.substring(start, pom.indexOf('<', start));
	}

	private static Map<String, Object> yaml(String text) {
		return asMap(new Yaml().load(text));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> asMap(Object value) {
		return (Map<String, Object>) value;
	}

	private record Rendered(List<Map<String, Object>> documents) {

		List<Object> kinds() {
			return this.documents.stream().map((document) -> document.get("kind")).toList();
		}

		Object at(String kind, Object... path) {
			Object value = this.documents.stream()
				.filter((document) -> kind.equals(document.get("kind")))
				.findFirst()
				.orElseThrow();
			for (Object step : path) {
				Object next = (step instanceof Integer index) ? ((List<?>) value).get(index) : asMap(value).get(step);
				value = Objects.requireNonNull(next, () -> kind + " has nothing at " + List.of(path));
			}
			return value;
		}

		Map<String, Object> pod() {
			return asMap(at("Deployment", "spec", "template", "spec"));
		}

		Map<String, Object> annotations() {
			return asMap(at("Deployment", "spec", "template", "metadata", "annotations"));
		}

		Object container(Object... path) {
			Stream<Object> container = Stream.of("spec", "template", "spec", "containers", 0);
			return at("Deployment", Stream.concat(container, Stream.of(path)).toArray());
		}

		Map<String, Object> env() {
			Map<String, Object> variables = new HashMap<>();
			for (Object entry : (List<?>) container("env")) {
				Map<String, Object> variable = asMap(entry);
				variables.put((String) variable.get("name"),
						Objects.requireNonNull(variable.getOrDefault("value", variable.get("valueFrom"))));
			}
			return variables;
		}

	}

}
