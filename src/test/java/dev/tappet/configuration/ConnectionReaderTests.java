package dev.tappet.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.tappet.source.redis.RedisTypes;
import dev.tappet.source.redis.connection.BundleNames;
import dev.tappet.source.redis.connection.ConnectionDefinition;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import dev.tappet.source.redis.connection.ConnectionDefinition.Topology;
import dev.tappet.source.redis.connection.RedisConnectionType;
import dev.tappet.source.redis.connection.RedisConnectionType.DefaultKeys;
import dev.tappet.source.redis.connection.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionReaderTests {

	@Test
	void readsAUrl() {
		assertThat(connection("url: rediss://u:p%40ss@redis.example:6390/3"))
			.isEqualTo(new ConnectionDefinition("other", new Topology.Standalone(new Node("redis.example", 6390)), "u",
					new Secret("p@ss"), 3, true, null, null, null, null));
	}

	@Test
	void prefersTheUrlToTheKeysForItsParts() {
		ConnectionDefinition connection = connection("""
				url: redis://other.example
				host: redis.example
				port: 1
				username: u
				password: p
				database: 5
				""");
		assertThat(connection)
			.isEqualTo(new ConnectionDefinition("other", new Topology.Standalone(new Node("other.example", 6379)), null,
					null, 0, false, null, null, null, null));
	}

	@Test
	void readsEveryKeyOfAServer() {
		assertThat(connection("""
				host: redis.example
				port: 6390
				username: u
				password: p
				database: 2
				ssl.bundle: b
				timeout: 2s
				connect-timeout: 500
				client-name: me
				"""))
			.isEqualTo(new ConnectionDefinition("other", new Topology.Standalone(new Node("redis.example", 6390)), "u",
					new Secret("p"), 2, true, "b", Duration.ofSeconds(2), Duration.ofMillis(500), "me"));
	}

	@Test
	void readsSentinels() {
		ConnectionDefinition connection = connection("""
				sentinel:
				  master: main
				  nodes: a:1, b
				  username: su
				  password: sp
				password: p
				""");
		assertThat(connection.topology()).isEqualTo(
				new Topology.Sentinel("main", List.of(new Node("a", 1), new Node("b", 26379)), "su", new Secret("sp")));
		assertThat(connection.password()).isEqualTo(new Secret("p"));
	}

	@Test
	void readsACluster() {
		assertThat(connection("""
				cluster:
				  nodes:
				  - a:1
				  - "[::1]:2"
				  max-redirects: 4
				lettuce.cluster.refresh.period: 30s
				""").topology())
			.isEqualTo(new Topology.Cluster(List.of(new Node("a", 1), new Node("::1", 2)), 4, Duration.ofSeconds(30)));
	}

	@Test
	void readsAPrimaryWithReplicas() {
		assertThat(connection("masterreplica.nodes: a:1,b:2").topology())
			.isEqualTo(new Topology.MasterReplica(List.of(new Node("a", 1), new Node("b", 2))));
	}

	@Test
	void acceptsKeysThatOnlyConcernSpringBoot() {
		assertThat(connection("""
				host: h
				client-type: lettuce
				lettuce:
				  read-from: replica-preferred
				  shutdown-timeout: 1s
				  pool.max-active: 5
				  cluster.refresh.dynamic-refresh-sources: true
				jedis.pool.enabled: false
				listener.recovery.delay: 5s
				""").topology()).isEqualTo(new Topology.Standalone(new Node("h", 6379)));
	}

	@Test
	void readsAConnectionString() {
		assertThat(connection("connection-string: cache.example:6380,password=se=cret,ssl=True,abortConnect=False"))
			.isEqualTo(new ConnectionDefinition("other", new Topology.Standalone(new Node("cache.example", 6380)), null,
					new Secret("se=cret"), 0, true, null, null, null, null));
	}

	@Test
	void letsVariablesOverride() {
		Definitions definitions = Configured.by("tappet.connections.my-cache.host: h")
			.variables(Map.of("TAPPET_CONNECTIONS_MYCACHE_PASSWORD", "p", "TAPPET_CONNECTIONS_MY_CACHE_SSL_ENABLED",
					"true"))
			.sound();
		assertThat(definitions.connections()).singleElement()
			.isInstanceOfSatisfying(ConnectionDefinition.class, (connection) -> {
				assertThat(connection.name()).isEqualTo("my-cache");
				assertThat(connection.password()).isEqualTo(new Secret("p"));
				assertThat(connection.ssl()).isTrue();
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			port: x                     | port            | x       | Not a whole number.
			port: 65536                 | port            | 65536   | Out of range.
			database: -1                | database        | -1      | Out of range.
			timeout: soon               | timeout         | soon    | Not a duration.
			ssl.enabled: perhaps        | ssl.enabled     | perhaps | Neither true nor false.
			client-name: a b            | client-name     | a b     | Not a client name that Redis takes.
			url: http://redis.example   | url             | http://****** | Not the address of a Redis.
			url: redis://h:99999        | url             | redis://****** | The host and port are not
			url: redis://u:p^%ss@h:1/0  | url             | redis://******@h:1/0 | A % in the credentials
			url: redis://h/one          | url             | redis://****** | Behind the host and port
			url: redis://               | url             | redis://****** | The host and port are not
			masterreplica.nodes: a b    | masterreplica.nodes | a b | A node that is not 'host:port'.
			cluster.nodes: a:x          | cluster.nodes   | a:x     | A node that is not 'host:port'.
			cluster.max-redirects: 3    | cluster.nodes   |         | The required key is missing.
			sentinel.nodes: a:1         | sentinel.master |         | The required key is missing.
			sentinel.master: m          | sentinel.nodes  |         | The required key is missing.
			credential: magic           | credential      | ****** | Not one of the values
			tenant-id: t                | tenant-id       | t       | Without 'credential' it has no effect.
			connection-string: a:b      | connection-string | ****** | A part of the connection string is neither
			connection-string: a,pasword=x | connection-string | a,pasword=****** | Unknown option 'pasword'
			connection-string: password=x | connection-string | password=****** | No host in the connection string.
			""")
	void reportsABadConnection(String line, String key, String value, String problem) {
		ConfigurationProblem found = configured(line).onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.connections.other." + key);
		assertThat(found.value()).isEqualTo(value);
		assertThat(found.place()).isEqualTo("config/application.yml:4");
		assertThat(found.problem()).startsWith(problem);
		assertThat(found.remedy()).isNotEmpty();
	}

	@Test
	void reportsAConnectionStringBesideOtherKeys() {
		ConfigurationProblem found = configured("connection-string: a:1\nhost: b").onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.connections.other.connection-string");
		assertThat(found.problem()).isEqualTo("Both a connection string and host.");
	}

	@Test
	void reportsATokenBesideAPassword() {
		ConfigurationProblem found = configured("credential: environment\nurl: rediss://:hunter2@h:1").onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.connections.other.credential");
		assertThat(found.problem()).isEqualTo("Both a credential and a password.");
	}

	@Test
	void reportsADatabaseOfACluster() {
		ConfigurationProblem found = configured("cluster.nodes: a:1\ndatabase: 3").onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.connections.other.database");
		assertThat(found.problem()).isEqualTo("A cluster has no other database than 0.");
	}

	@Test
	void reportsAnUnknownSslBundle() {
		BundleNames bundles = new BundleNames(() -> List.of("trusting", "other"));
		ConfigurationProblem found = configured("host: h\nssl.bundle: trustin")
			.knowing(RedisTypes.all(),
					List.of(new RedisConnectionType(DefaultKeys.DECISIVE, new Surroundings(bundles, null))))
			.onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.connections.other.ssl.bundle");
		assertThat(found.value()).isEqualTo("trustin");
		assertThat(found.remedy()).isEqualTo("Did you mean 'trusting'?");
	}

	@Test
	void reportsEnvironmentVariablesThatAreNotSet() {
		Surroundings empty = new Surroundings(new BundleNames(() -> null), (variable) -> null);
		ConfigurationProblem found = configured("host: h\ncredential: workloadidentity")
			.knowing(RedisTypes.all(), List.of(new RedisConnectionType(DefaultKeys.DECISIVE, empty)))
			.onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.connections.other.credential");
		assertThat(found.problem()).contains("AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_ID, AZURE_TENANT_ID");
	}

	@Test
	void reportsTwoTopologies() {
		ConfigurationProblem found = configured("cluster.nodes: a:1\nmasterreplica.nodes: a:1").onlyProblem();
		assertThat(found.problem()).isEqualTo("More than one topology: cluster, masterreplica.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}" })
	void reportsAConnectionThatSaysNothing(String value) {
		ConfigurationProblem found = Configured.by("tappet:\n  connections:\n    other: " + value).onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.connections.other");
		assertThat(found.problem()).isEqualTo("Says nothing about the connection.");
	}

	@Test
	void reportsAConnectionCalledDefault() {
		ConfigurationProblem found = Configured.by("tappet.connections.default.host: h").onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.connections.default");
		assertThat(found.remedy()).contains("spring.data.redis");
	}

	@Test
	void reportsABadName() {
		ConfigurationProblem found = Configured.by("tappet.connections.MyCache.host: h").onlyProblem();
		assertThat(found.key()).isEqualTo("tappet.connections.MyCache");
		assertThat(found.remedy()).isEqualTo("Call it 'my-cache'.");
	}

	@Test
	void blamesTheConnectionAloneForItsMistakes() {
		assertThat(Configured.by("""
				tappet:
				  connections:
				    other:
				      port: x
				  triggers:
				    a:
				      connection: other
				      redis-list.key: a
				""").onlyProblem().key()).isEqualTo("tappet.connections.other.port");
	}

	private static Configured configured(String keys) {
		return Configured.by("tappet:\n  connections:\n    other:\n" + keys.indent(6));
	}

	private static ConnectionDefinition connection(String keys) {
		return (ConnectionDefinition) configured(keys).sound().connections().getFirst();
	}

}
