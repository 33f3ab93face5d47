package dev.tappet.configuration;

import java.util.List;
import java.util.Map;

import dev.tappet.source.redis.RedisTypes;
import dev.tappet.source.redis.connection.RedisConnectionType;
import dev.tappet.source.redis.connection.RedisConnectionType.DefaultKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The keys that Spring Boot reads too, and prints where it cannot.
 */
class DefaultConnectionTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "url: redis://u:p%40ss@h:1/2", "host: h\nport: 1\ndatabase: 3",
			"sentinel:\n  master: m\n  nodes: a:1,b:2", "cluster.nodes: a:1", "masterreplica.nodes: [a:1, b:2]",
			"repositories.enabled: false", "ssl.bundle: b\nlettuce.pool.max-active: 3\nclient-type: lettuce" })
	void takesWhatSpringBootTakes(String keys) {
		assertThat(configured(keys).read().problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			url: redis://u:hun ter2@h   | url | redis://******@h | The credentials hold a sign
			url: redis://u:hunter2%@h   | url | redis://******@h | A % in the credentials
			url: redis://u:hun/ter2@h   | url | redis://******@h | The credentials hold a sign
			url: u:hunter2@h            | url | ******           | Not the address of a Redis.
			url: http://u:hunter2@h     | url | http://******    | Not the address of a Redis.
			url: redis://u:hunter2@a_b:1 | url | redis://******@a_b:1 | Spring Boot finds no port in it, or no host
			url: redis://u:hunter2@h    | url | redis://******@h | Spring Boot finds no port in it, or no host
			url: redis://u:hunter2@h/x  | url | redis://******   | Behind the host and port
			port: hunter                | port | hunter          | Not a whole number.
			port: 70000                 | port | 70000           | Out of range.
			timeout: hunter             | timeout | hunter       | Not a duration.
			cluster.nodes: a            | cluster.nodes | a      | A node that is not 'host:port'.
			sentinel.nodes: a:1         | sentinel.master |      | The required key is missing.
			connection-string: h,password=hunter2 | connection-string | h,password=****** | Spring Boot has no such key.
			password: x${hunter2}y      | password | ******      | A placeholder in it stands for nothing.
			""")
	void reportsAMistakeWithoutTheSecret(String line, String key, String value, String problem) {
		ConfigurationProblem found = configured(line).onlyProblem();
		assertThat(found.key()).isEqualTo("spring.data.redis." + key);
		assertThat(found.value()).isEqualTo(value);
		assertThat(found.place()).isEqualTo("config/application.yml:4");
		assertThat(found.problem()).startsWith(problem);
		assertThat(found.toString()).doesNotContain("ter2");
	}

	@Test
	void reportsTwoTopologies() {
		assertThat(configured("sentinel:\n  master: m\n  nodes: a:1\ncluster.nodes: a:1").onlyProblem().problem())
			.isEqualTo("More than one topology: sentinel, cluster.");
	}

	@Test
	void reportsAnAddressBesideNodes() {
		ConfigurationProblem found = configured("url: redis://u:hunter2@h:1\ncluster.nodes: a:1").onlyProblem();
		assertThat(found.problem()).isEqualTo("Both an address and cluster.");
		assertThat(found.value()).isEqualTo("redis://******@h:1");
	}

	@Test
	void namesTheVariable() {
		ConfigurationProblem found = configured("").variables(Map.of("SPRING_DATA_REDIS_URL", "redis://u:hun ter2@h"))
			.onlyProblem();
		assertThat(found.place()).isEqualTo("environment variable \"SPRING_DATA_REDIS_URL\"");
		assertThat(found.value()).isEqualTo("redis://******@h");
	}

	@Test
	void takesVariablesAsSpringBootDoes() {
		assertThat(
				configured("host: h")
					.variables(Map.of("SPRING_DATA_REDIS_CONNECT_TIMEOUT", "2s", "SPRING_DATA_REDIS_CLUSTER_NODES_0",
							"a:1", "SPRING_DATA_REDIS_REPOSITORIES_ENABLED", "false"))
					.read()
					.problems())
			.isEmpty();
	}

	@Test
	void leavesTheKeysAloneWhereTheApplicationBringsItsOwnConnection() {
		assertThat(configured("url: nonsense")
			.knowing(RedisTypes.all(), List.of(new RedisConnectionType(DefaultKeys.UNUSED)))
			.read()
			.problems()).isEmpty();
	}

	@Test
	void tellsThemFromMistakesUnderTappet() {
		assertThat(configured("port: x").read().hasMistakenDefaultConnection()).isTrue();
		assertThat(Configured.by("tappet.nonsense: x").read().hasMistakenDefaultConnection()).isFalse();
	}

	private static Configured configured(String keys) {
		return Configured.by("spring:\n  data:\n    redis:\n" + keys.indent(6));
	}

}
