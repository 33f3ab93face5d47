package dev.tappet.chart;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Autoscalers that the chart makes of its triggers.
 */
class HelmChartScalingTests {

	private static final String KEDA = """
			autoscaling: {type: keda, minReplicas: 0, maxReplicas: 20}
			""";

	@Test
	void leavesTheNumberOfPodsToTheAutoscaler() {
		RenderedChart chart = RenderedChart.of("""
				autoscaling: {type: hpa}
				triggers: {a: {redis-stream: {key: a}}}
				""");
		assertThat(RenderedChart.asMap(chart.at("Deployment", "spec"))).doesNotContainKey("replicas");
		assertThat(RenderedChart.of("").kinds()).doesNotContain("HorizontalPodAutoscaler", "ScaledObject");
	}

	@Test
	void scalesByWhatEachTriggerAsksFor() {
		RenderedChart chart = RenderedChart.of("""
				autoscaling:
				  type: hpa
				  minReplicas: 2
				  hpa: {labels: {job: orders}}
				  behavior: {scaleDown: {stabilizationWindowSeconds: 600}}
				triggers:
				  first: {redis-stream: {key: a}}
				  second: {redis-list: {key: b}}
				  strict: {redis-list: {key: c}, ordering: strict}
				  disabled: {redis-list: {key: d}, enabled: false}
				  published: {redis-pubsub: {channel: e}}
				""");
		assertThat(chart.at("HorizontalPodAutoscaler", "spec", "scaleTargetRef"))
			.isEqualTo(Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", "test-tappet"));
		assertThat(chart.at("HorizontalPodAutoscaler", "spec", "minReplicas")).isEqualTo(2);
		assertThat(chart.at("HorizontalPodAutoscaler", "spec", "behavior"))
			.isEqualTo(Map.of("scaleDown", Map.of("stabilizationWindowSeconds", 600)));
		assertThat((List<?>) chart.at("HorizontalPodAutoscaler", "spec", "metrics"))
			.extracting((metric) -> RenderedChart.asMap(metric).get("external"))
			.containsExactly(external("first"), external("second"));
	}

	private static Map<String, Object> external(String trigger) {
		return Map.of("metric",
				Map.of("name", "tappet_desired_workers", "selector",
						Map.of("matchLabels", Map.of("trigger", trigger, "job", "orders"))),
				"target", Map.of("type", "AverageValue", "averageValue", "1"));
	}

	@Test
	void seesOfAStreamWhatNobodyHasReadAndWhatIsUnfinished() {
		RenderedChart chart = RenderedChart.of(KEDA + """
				redis: {host: redis.example}
				config: {tappet.defaults.messages-per-worker: 50}
				triggers:
				  order-created: {redis-stream: {key: orders}}
				  billing: {redis-stream: {key: [orders, orders-eu], group: bills}, messagesPerWorker: 10}
				""");
		assertThat(chart.at("ScaledObject", "spec", "minReplicaCount")).isEqualTo(0);
		assertThat(chart.at("ScaledObject", "spec", "scaleTargetRef")).isEqualTo(Map.of("name", "test-tappet"));
		assertThat(scalers(chart)).containsOnly(Map.entry("order-created-0",
				"redis-streams {activationLagCount=0, address=redis.example:6379, consumerGroup=order-created, lagCount=50, stream=orders}"),
				Map.entry("order-created-1",
						"redis-streams {address=redis.example:6379, consumerGroup=order-created, pendingEntriesCount=50, stream=orders}"),
				Map.entry("billing-0",
						"redis-streams {activationLagCount=0, address=redis.example:6379, consumerGroup=bills, lagCount=10, stream=orders}"),
				Map.entry("billing-1",
						"redis-streams {address=redis.example:6379, consumerGroup=bills, pendingEntriesCount=10, stream=orders}"),
				Map.entry("billing-2",
						"redis-streams {activationLagCount=0, address=redis.example:6379, consumerGroup=bills, lagCount=10, stream=orders-eu}"),
				Map.entry("billing-3",
						"redis-streams {address=redis.example:6379, consumerGroup=bills, pendingEntriesCount=10, stream=orders-eu}"));
	}

	@Test
	void seesOfAListAlsoWhatLiesBesideIt() {
		RenderedChart chart = RenderedChart.of(KEDA + """
				redis: {host: redis.example}
				triggers:
				  mail-queued: {redis-list: {key: "mails, {eu}mails"}}
				  once: {redis-list: {key: news, delivery: at-most-once}}
				  odd: {redis-list: {key: "odd{}"}}
				""");
		assertThat(scalers(chart).values()).extracting((scaler) -> scaler.replaceAll(".*listName=|}$", ""))
			.containsExactlyInAnyOrder("mails", "tappet:{mails}:mail-queued:batches",
					"tappet:{mails}:mail-queued:messages", "{eu}mails", "tappet:{eu}mails:mail-queued:batches",
					"tappet:{eu}mails:mail-queued:messages", "news", "tappet:{news}:once:replays", "odd{}");
	}

	@Test
	void keepsWhatIsStrictAtOnePod() {
		RenderedChart chart = RenderedChart.of(KEDA + """
				redis: {host: redis.example}
				triggers: {strict: {redis-stream: {key: orders}, ordering: strict}}
				""");
		assertThat(scalers(chart)).hasSize(2)
			.allSatisfy(
					(name, scaler) -> assertThat(scaler).containsPattern("(lagCount|pendingEntriesCount)=1000000000"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{host: r, port: 7000}                               | redis-streams          | address=r.orders.svc:7000,
					{url: 'rediss://r.example/2'}                       | redis-streams          | address=r.example:6379, consumerGroup=a, databaseIndex=2, enableTLS=true,
					{url: 'rediss://ada:${PASSWORD}@r.example:6380/1'}  | redis-streams          | address=r.example:6380, consumerGroup=a, databaseIndex=1, enableTLS=true, lagCount=100, passwordFromEnv=PASSWORD, stream=s, username=ada}
					{url: 'redis://${PASSWORD}@r'}                      | redis-streams          | address=r.orders.svc:6379, consumerGroup=a, lagCount=100, passwordFromEnv=PASSWORD, stream=s}
					{url: 'redis://r.example:7000', database: 3}        | redis-streams          | address=r.example:7000, consumerGroup=a, lagCount
					{host: 10.0.0.1, database: 3, ssl: {bundle: b}}     | redis-streams          | address=10.0.0.1:6379, consumerGroup=a, databaseIndex=3, enableTLS=true,
					{host: r.example, username: ada}                    | redis-streams          | stream=s, username=ada
					{host: r.example, password: '${REDIS_PASSWORD}'}    | redis-streams          | passwordFromEnv=REDIS_PASSWORD,
					{cluster.nodes: [a.example:1, b:2]}                 | redis-cluster-streams  | addresses=a.example:1,b.orders.svc:2,
					{sentinel: {master: m, nodes: 'a:1, b.example:2'}}  | redis-sentinel-streams | addresses=a.orders.svc:1,b.example:2, consumerGroup=a, lagCount=100, sentinelMaster=m,
					{masterreplica.nodes: [a.example:1, b.example:2]}   | redis-streams          | address=a.example:1,
					""")
	void tellsKedaOfEveryKindOfRedis(String connection, String type, String metadata) {
		for (String config : List.of("{spring.data.redis: %s}", "{tappet.connections.named: %s}")) {
			RenderedChart chart = RenderedChart.of(KEDA + "config: " + config.formatted(connection) + "\n"
					+ "triggers: {a: {connection: %s, redis-stream: {key: s}}}"
						.formatted(config.contains("named") ? "named" : "default"));
			assertThat(scalers(chart).get("a-0")).startsWith(type + " {").contains(metadata.strip());
		}
	}

	@Test
	void authenticatesWithTheSameSecret() {
		RenderedChart chart = RenderedChart.of(KEDA + """
				redis: {host: redis.example, existingSecret: redis, usernameKey: user}
				propertiesFrom:
				  tappet.connections.reports.sentinel.password: {secret: sentinels, key: password}
				  tappet.connections.reports.password: {configMap: reports, key: password}
				config:
				  tappet.connections.reports: {sentinel: {master: m, nodes: a.example:1}}
				triggers:
				  a: {redis-stream: {key: s}}
				  b: {connection: reports, redis-list: {key: l}}
				""");
		assertThat(chart.named("test-tappet-redis-default", "spec")).isEqualTo(
				Map.of("secretTargetRef", List.of(Map.of("parameter", "password", "name", "redis", "key", "password"),
						Map.of("parameter", "username", "name", "redis", "key", "user"))));
		assertThat(chart.named("test-tappet-redis-reports", "spec")).isEqualTo(Map.of("secretTargetRef",
				List.of(Map.of("parameter", "sentinelPassword", "name", "sentinels", "key", "password")),
				"configMapTargetRef", List.of(Map.of("parameter", "password", "name", "reports", "key", "password"))));
		assertThat((List<?>) chart.at("ScaledObject", "spec", "triggers"))
			.extracting((trigger) -> RenderedChart.asMap(trigger).get("authenticationRef"))
			.contains(Map.of("name", "test-tappet-redis-default"), Map.of("name", "test-tappet-redis-reports"));
	}

	@Test
	void scalesByTopics() {
		RenderedChart chart = RenderedChart.of(KEDA + """
				propertiesFrom:
				  tappet.connections.events.kafka.username: {secret: kafka, key: user}
				  tappet.connections.events.kafka.password: {secret: kafka, key: password}
				config:
				  spring.kafka.bootstrap-servers: kafka:9092
				  tappet.connections.events.kafka:
				    bootstrap-servers: [one.example:9093, two.example:9093]
				    protocol: sasl-ssl
				    authentication-mode: scram-sha512
				triggers:
				  plain: {kafka: {topic: payments}}
				  safe: {connection: events, kafka: {topic: orders, group: bills, start-from: latest}, ordering: strict}
				""");
		assertThat(scalers(chart)).containsOnly(Map.entry("plain-0",
				"kafka {activationLagThreshold=0, bootstrapServers=kafka.orders.svc:9092, consumerGroup=plain, lagThreshold=100, offsetResetPolicy=earliest, topic=payments}"),
				Map.entry("safe-0",
						"kafka {activationLagThreshold=0, bootstrapServers=one.example:9093,two.example:9093, consumerGroup=bills, lagThreshold=100, offsetResetPolicy=latest, sasl=scram_sha512, tls=enable, topic=orders}"));
		assertThat(chart.named("test-tappet-kafka-events", "spec")).isEqualTo(
				Map.of("secretTargetRef", List.of(Map.of("parameter", "password", "name", "kafka", "key", "password"),
						Map.of("parameter", "username", "name", "kafka", "key", "user"))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{properties: {security.protocol: SASL_SSL, sasl.mechanism: SCRAM-SHA-512}}                   | sasl=scram_sha512, tls=enable
					{properties: {security.protocol: SASL_PLAINTEXT, sasl.mechanism: SCRAM-SHA-256}}             | sasl=scram_sha256, topic
					{properties: {security.protocol: SASL_SSL, sasl.mechanism: PLAIN}}                           | sasl=plaintext, tls=enable
					{properties: {security.protocol: SSL}}                                                       | tls=enable
					{protocol: plaintext, properties: {security.protocol: SASL_SSL}}                             | sasl=plaintext, tls=enable
					{protocol: sasl-ssl, authentication-mode: plain, properties: {sasl.mechanism: SCRAM-SHA-512}} | sasl=scram_sha512, tls=enable
					""")
	void readsTheOwnPropertiesOfTheKafkaClient(String connection, String metadata) {
		RenderedChart chart = RenderedChart.of(KEDA + """
				propertiesFrom:
				  tappet.connections.e.kafka.username: {secret: kafka, key: user}
				  tappet.connections.e.kafka.password: {secret: kafka, key: password}
				config:
				  tappet.connections.e.kafka.bootstrap-servers: k.example:9093
				  tappet.connections.e.kafka: %s
				triggers: {a: {connection: e, kafka: {topic: t}}}
				""".formatted(connection));
		assertThat(scalers(chart).get("a-0")).contains(metadata);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{protocol: sasl-ssl, authentication-mode: gssapi}",
			"{properties: {security.protocol: SASL_SSL, sasl.mechanism: OAUTHBEARER}}",
			"{properties: {security.protocol: SASL_SSL, sasl.mechanism: AWS_MSK_IAM}}" })
	void saysThatKedaNeedsMoreForOtherMechanisms(String connection) {
		String values = KEDA + """
				config:
				  tappet.connections.e.kafka.bootstrap-servers: k.example:9093
				  tappet.connections.e.kafka: %s
				triggers: {a: {connection: e, kafka: {topic: t}}}
				""".formatted(connection);
		assertThatIllegalStateException().isThrownBy(() -> RenderedChart.of(values))
			.withMessageContaining("KEDA needs more for SASL by");
	}

	@ParameterizedTest
	@CsvSource({ "https://shop.queue.core.windows.net/, 'accountName=shop, activationQueueLength=0, queueLength'",
			"https://shop.queue.core.chinacloudapi.cn, 'activationQueueLength=0, cloud=AzureChinaCloud'",
			"https://shop.queue.core.usgovcloudapi.net, 'activationQueueLength=0, cloud=AzureUSGovernmentCloud'" })
	void tellsKedaInWhichCloudAnAccountIs(String uri, String metadata) {
		assertThat(scalers(ofAccount(uri, "workload-identity")).get("a-0")).contains("accountName=shop", metadata);
	}

	@ParameterizedTest
	@CsvSource({ "https://shop.queue.core.windows.net, managedidentity",
			"https://shop.queue.core.windows.net, clientsecret", "https://queues.shop.example, workloadidentity",
			"http://10.0.0.1:10001/shop, workloadidentity" })
	void refusesAnAccountThatKedaCannotReach(String uri, String credential) {
		assertThatIllegalStateException().isThrownBy(() -> ofAccount(uri, credential))
			.withMessageContaining(
					"KEDA cannot be told where the connection 'shop' of the trigger 'a' leads: it takes a connection string");
	}

	private static RenderedChart ofAccount(String uri, String credential) {
		return RenderedChart.of(KEDA + """
				config: {tappet.connections.shop.azure-storage: {queue-service-uri: "%s", credential: %s}}
				triggers: {a: {connection: shop, azure-queue: {queue-name: q}}}
				""".formatted(uri, credential));
	}

	@Test
	void scalesByQueues() {
		RenderedChart chart = RenderedChart.of(KEDA + """
				propertiesFrom: {AzureWebJobsStorage: {secret: storage, key: connection-string}}
				config:
				  tappet.connections.shop.azure-storage:
				    queue-service-uri: https://shop.queue.core.windows.net
				    credential: workloadidentity
				    client-id: "1234"
				triggers:
				  by-secret: {azure-queue: {queue-name: orders}}
				  by-identity: {connection: shop, azure-queue: {queue-name: bills}}
				""");
		assertThat(scalers(chart)).containsOnly(
				Map.entry("by-secret-0", "azure-queue {activationQueueLength=0, queueLength=100, queueName=orders}"),
				Map.entry("by-identity-0",
						"azure-queue {accountName=shop, activationQueueLength=0, queueLength=100, queueName=bills}"));
		assertThat(chart.named("test-tappet-azure-default", "spec")).isEqualTo(Map.of("secretTargetRef",
				List.of(Map.of("parameter", "connection", "name", "storage", "key", "connection-string"))));
		assertThat(chart.named("test-tappet-azure-shop", "spec"))
			.isEqualTo(Map.of("podIdentity", Map.of("provider", "azure-workload", "identityId", "1234")));
	}

	@Test
	void takesTheConnectionStringOfAQueueFromAVariable() {
		assertThat(scalers(RenderedChart.of(KEDA + """
				extraEnv: [{name: AzureWebJobsStorage, valueFrom: {secretKeyRef: {name: storage, key: a}}}]
				triggers: {a: {azure-queue: {queue-name: orders}}}
				""")).get("a-0")).contains("connectionFromEnv=AzureWebJobsStorage");
	}

	@Test
	void letsKedaAskThePods() {
		RenderedChart chart = RenderedChart.of("""
				autoscaling: {type: keda, keda: {scalers: endpoint}}
				config: {management: {server.port: 8081, endpoints.web.base-path: /ops}}
				redis: {existingSecret: redis}
				triggers:
				  a: {redis-stream: {key: s}}
				  strict: {redis-stream: {key: s}, ordering: strict}
				  b: {redis-pubsub: {channel: c}}
				""");
		assertThat(scalers(chart)).containsOnly(Map.entry("a",
				"metrics-api {targetValue=1, url=http://test-tappet.orders.svc:8081/ops/scaling/a, valueLocation=desiredWorkers}"));
	}

	@Test
	void isToldOfAConnectionWhatTheConfigurationDoesNotSay() {
		RenderedChart chart = RenderedChart.of("""
				redis: {existingSecret: redis}
				autoscaling:
				  type: keda
				  behavior: {scaleUp: {stabilizationWindowSeconds: 60}}
				  keda:
				    pollingInterval: 5
				    cooldownPeriod: 60
				    fallback: {failureThreshold: 3, replicas: 2}
				    annotations: {autoscaling.keda.sh/paused: "false"}
				    connections:
				      default:
				        metadata: {address: redis.example:6380, enableTLS: "true"}
				        authentication: {password: {secret: redis, key: password}}
				triggers: {a: {redis-stream: {key: s}}}
				""");
		assertThat(scalers(chart).get("a-0")).contains("address=redis.example:6380", "enableTLS=true");
		assertThat(chart.named("test-tappet-redis-default", "spec", "secretTargetRef", 0, "name")).isEqualTo("redis");
		assertThat(chart.at("ScaledObject", "spec", "fallback"))
			.isEqualTo(Map.of("failureThreshold", 3, "replicas", 2));
		assertThat(chart.at("ScaledObject", "spec", "pollingInterval")).isEqualTo(5);
		assertThat(chart.at("ScaledObject", "spec", "cooldownPeriod")).isEqualTo(60);
		assertThat(chart.at("ScaledObject", "spec", "advanced", "horizontalPodAutoscalerConfig", "behavior"))
			.isEqualTo(Map.of("scaleUp", Map.of("stabilizationWindowSeconds", 60)));
	}

	@Test
	void isToldOfTheDefaultConnectionOfEachKindByItself() {
		Map<String, String> scalers = scalers(RenderedChart.of("""
				autoscaling:
				  type: keda
				  keda:
				    connections:
				      default: {metadata: {address: r.example:1}}
				      default-kafka: {metadata: {bootstrapServers: k.example:1}}
				      default-azure: {metadata: {accountName: a}, podIdentity: {provider: azure-workload}}
				triggers:
				  r: {redis-list: {key: s, delivery: at-most-once}}
				  k: {kafka: {topic: t}}
				  a: {azure-queue: {queue-name: q}}
				"""));
		assertThat(scalers.get("r-0")).contains("address=r.example:1").doesNotContain("bootstrapServers");
		assertThat(scalers.get("k-0")).contains("bootstrapServers=k.example:1").doesNotContain("address");
		assertThat(scalers.get("a-0")).contains("accountName=a").doesNotContain("address");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{type: hpa, minReplicas: 0}                          | {a: {redis-stream: {key: s}}}         | the figures come from the pods themselves
					{type: keda, minReplicas: 0, keda: {scalers: endpoint}} | {a: {redis-stream: {key: s}}}      | the figures come from the pods themselves
					{type: keda, minReplicas: 0}                         | {a: {redis-stream: {key: s}}, b: {redis-pubsub: {channel: c}}} | the trigger 'b' is on pub/sub
					{type: keda, minReplicas: 11}                        | {a: {redis-stream: {key: s}}}         | more than autoscaling.maxReplicas with 10
					{type: hpa}                                          | {}                                    | no trigger of the values has a backlog
					{type: hpa}                                          | {a: {redis-list: {key: l}, ordering: strict}} | no trigger of the values has a backlog
					{type: keda}                                         | {a: {redis-pubsub: {channel: c}}}     | no trigger of the values has a backlog
					{type: keda}                                         | {a: {redis-stream: {key: s}}}         | the connection 'default' of the trigger 'a'
					{type: keda}                                         | {a: {connection: b, kafka: {topic: t}}} | the connection 'b' of the trigger 'a'
					{type: keda}                                         | {a: {azure-queue: {queue-name: q}}}   | default-azure
					{type: keda, keda: {connections: {default: {metadata: {address: r:1}}}}} | {a: {redis-stream: {key: "${KEY}"}}} | KEDA resolves no placeholders
					{type: keda, keda: {connections: {b: {metadata: {unsafeSsl: "true"}}}}} | {a: {redis-stream: {key: s}, connection: "${B}"}} | the connection '${B}' of the trigger
					{type: hpa}                                          | {a: {redis-stream: {key: s}, messages-per-worker: many}} | needs a whole number
					""")
	void refusesWhatNoAutoscalerCouldDo(String autoscaling, String triggers, String reason) {
		assertThatIllegalStateException()
			.isThrownBy(() -> RenderedChart.of("autoscaling: " + autoscaling + "\ntriggers: " + triggers))
			.withMessageContaining(reason);
	}

	@Test
	void saysThatKedaTakesUserAndPasswordOfKafkaFromASecretAlone() {
		assertThatIllegalStateException()
			.isThrownBy(() -> RenderedChart
				.of(KEDA + """
						propertiesFrom: {tappet.connections.e.kafka.password: {secret: kafka, key: password}}
						config: {tappet.connections.e.kafka: {bootstrap-servers: k.example:9092, protocol: sasl-ssl, username: ada}}
						triggers: {a: {connection: e, kafka: {topic: t}}}
						"""))
			.withMessageContaining("the username of the connection 'e' from a Secret alone");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{type: keda, replicas: 3}", "{type: vpa}", "{maxReplicas: 0}", "{keda: {scalers: redis}}",
			"{keda: {connections: {default: {address: r:1}}}}", "{behavior: {up: {}}}" })
	void refusesNonsense(String autoscaling) {
		assertThatIllegalStateException().isThrownBy(() -> RenderedChart.of("autoscaling: " + autoscaling))
			.withMessageContaining("schema");
	}

	@Test
	void notesWhatMoreInstancesDoNotHelp() throws Exception {
		String values = """
				autoscaling: {type: hpa}
				triggers:
				  helped: {redis-stream: {key: s}}
				  strict: {redis-stream: {key: s}, ordering: strict}
				  everywhere: {redis-pubsub: {channel: c}}
				  led: {redis-pubsub: {channel: c, replicas: one}}
				  topic: {kafka: {topic: t}, ordering: strict}
				""";
		assertThat(RenderedChart.notes(values))
			.contains("in 1 to 10 instance(s)", "  strict: one message at a time",
					"  everywhere: every instance handles every message", "  led: one instance handles all messages",
					"  topic: in order within each partition")
			.doesNotContain("helped:");
		assertThat(RenderedChart.notes(values.replace("hpa", "none"))).contains("in 1 instance(s)")
			.doesNotContain("strict:");
		assertThat(RenderedChart.notes(values.replace("autoscaling: {type: hpa}", "replicaCount: 2")))
			.contains("in 2 instance(s)", "  strict: one message at a time");
	}

	/** The scalers by name, each as its type and metadata. */
	private static Map<String, String> scalers(RenderedChart chart) {
		Map<String, String> scalers = new TreeMap<>();
		for (Object each : (List<?>) chart.at("ScaledObject", "spec", "triggers")) {
			Map<String, Object> trigger = RenderedChart.asMap(each);
			scalers.put((String) trigger.get("name"),
					trigger.get("type") + " " + new TreeMap<>(RenderedChart.asMap(trigger.get("metadata"))));
		}
		return scalers;
	}

}
