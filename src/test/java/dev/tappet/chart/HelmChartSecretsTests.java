package dev.tappet.chart;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Where the chart has secrets from, and that it takes none in the clear.
 */
class HelmChartSecretsTests {

	@Test
	void mountsPropertiesOfSecretsAndConfigMapsAsAConfigTree() {
		RenderedChart chart = RenderedChart.of("""
				propertiesFrom:
				  tappet.connections.events.kafka.password: {secret: events, key: password}
				  tappet.connections.events.kafka.bootstrap-servers: {configMap: kafka, key: brokers}
				configTrees: [{secret: orders}, {configMap: more, optional: true}]
				""");
		assertThat(chart.sources()).isEqualTo(List.of(
				Map.of("configMap",
						Map.of("name", "kafka", "items",
								List.of(Map.of("key", "brokers", "path",
										"tappet.connections.events.kafka.bootstrap-servers")))),
				Map.of("secret", Map.of("name", "events", "items",
						List.of(Map.of("key", "password", "path", "tappet.connections.events.kafka.password")))),
				Map.of("secret", Map.of("name", "orders")),
				Map.of("configMap", Map.of("name", "more", "optional", true))));
		assertThat(chart.env()).containsEntry("SPRING_CONFIG_IMPORT", "configtree:/app/properties/");
		assertThat((List<?>) chart.container("volumeMounts")).anySatisfy((mount) -> assertThat(mount)
			.isEqualTo(Map.of("name", "properties", "mountPath", "/app/properties", "readOnly", true)));
	}

	@Test
	void takesTheUrlOfTheDefaultConnectionFromASecret() {
		RenderedChart chart = RenderedChart.of("redis: {existingSecret: redis, urlKey: connection}");
		assertThat(chart.sources()).isEqualTo(List.of(secret("redis", "connection", "spring.data.redis.url")));
		assertThat(chart.env()).doesNotContainKey("SPRING_DATA_REDIS_HOST");
	}

	@Test
	void takesUserAndPasswordOfAHostFromASecret() {
		RenderedChart chart = RenderedChart
			.of("redis: {host: redis.example, port: 6390, existingSecret: redis, usernameKey: user}");
		assertThat(chart.sources()).isEqualTo(List.of(secret("redis", "password", "spring.data.redis.password"),
				secret("redis", "user", "spring.data.redis.username")));
		assertThat(chart.env()).containsEntry("SPRING_DATA_REDIS_HOST", "redis.example")
			.containsEntry("SPRING_DATA_REDIS_PORT", "6390");
	}

	@Test
	void takesVariablesFromSecrets() {
		assertThat(RenderedChart.of("envFrom: [{secretRef: {name: orders}}]").container("envFrom"))
			.isEqualTo(List.of(Map.of("secretRef", Map.of("name", "orders"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "propertiesFrom: {a.b: {secret: c}}",
			"propertiesFrom: {a.b: {secret: c, configMap: c, key: d}}", "propertiesFrom: {a.b: {key: d}}",
			"propertiesFrom: {a/b: {secret: c, key: d}}", "configTrees: [orders]", "configTrees: [{name: orders}]",
			"envFrom: [{secret: a}]" })
	void refusesNonsense(String values) {
		assertThatIllegalStateException().isThrownBy(() -> RenderedChart.of(values)).withMessageContaining("schema");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
							{spring.data.redis.password: geheim}                              | spring.data.redis.password
							{spring: {data: {redis: {password: 1234}}}}                       | spring.data.redis.password
							{spring.data.redis.url: 'redis://ada:geheim@redis.example'}       | spring.data.redis.url
							{spring.data.redis.url: 'rediss://geheim@redis.example/0'}         | spring.data.redis.url
					{spring.kafka.properties.sasl.jaas.config: 'x clientSecret=geheim'} | sasl.jaas.config
					{some.service.token: geheim}                                      | some.service.token
					{some.uri: 'https://shop.example/?sv=1&sig=geheim'}               | some.uri
					{tappet: {connections: {a: {connectionString: 'h,Password=geheim'}}}} | tappet.connections.a.connectionString
							{tappet.connections.a.azure-storage.connection-string: 'AccountKey=geheim;'} | azure-storage.connection-string
							{AzureWebJobsStorage: 'AccountName=a;AccountKey=geheim'}          | AzureWebJobsStorage
							{tappet: {connections: {a: {client_secret: geheim}}}}             | tappet.connections.a.client_secret
							{tappet.connections.a.azure-storage.sas-token: 'sig=geheim'}      | azure-storage.sas-token
							{spring.kafka.properties.sasl.jaas.config: 'x password="geheim"'} | spring.kafka.properties.sasl.jaas.config
							{spring.ssl.bundle.pem.a.keystore.private-key: '-----BEGIN PRIVATE KEY-----geheim'} | private-key
							{some: [{list: [{api-key: geheim}]}]}                             | some[0].list[0].api-key
							{some.password: '${PASSWORD:geheim}'}                             | some.password
							""")
	void refusesASecretInTheConfiguration(String config, String place) {
		assertThatIllegalStateException().isThrownBy(() -> RenderedChart.of("config: " + config))
			.withMessageContaining(place)
			.withMessageContaining("propertiesFrom")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("geheim", "1234"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{spring.data.redis.password: '${REDIS_PASSWORD}'}", "{some.password: ''}",
			"{some.password: '${A:${B:}}'}", "{spring.data.redis.url: 'redis://${PASSWORD}@redis.example'}",
			"{some.max-tokens: 5}", "{tappet.connections.a.url: 'redis://ada:${PASSWORD}@redis.example'}",
			"{tappet.connections.a.url: 'rediss://redis.example:6380/2'}",
			"{tappet.connections.a.connection-string: 'h:6380,ssl=True'}", "{some.show-password: false}",
			"{spring.config.import: 'configtree:/run/secrets/'}" })
	void takesWhatIsNoSecret(String config) {
		assertThat(RenderedChart.of("config: " + config).kinds()).contains("Deployment");
	}

	private static Map<String, Object> secret(String name, String key, String property) {
		return Map.of("secret", Map.of("name", name, "items", List.of(Map.of("key", key, "path", property))));
	}

}
