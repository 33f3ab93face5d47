package dev.tappet.configuration;

import java.util.List;
import java.util.Map;

import dev.tappet.source.redis.connection.ConnectionDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTests {

	@ParameterizedTest
	@ValueSource(strings = { "url: redis://user:hunter2@h:99999", "url: redis://user:hunter2", "url: redis://:hunter2",
			"url: redis://hunter2@h x", "url: redis://u:a@hunter2/x@h", "url: http://u:hunter2@h", "url: hunter2",
			"url: redis://u:hunter2%@h", "url: redis://h/?password=hunter2", "pasword: hunter2", "passwrod: hunter2",
			"passwords:\n- hunter2", "password: [hunter2]", "password:\n  x: hunter2", "pass: hunter2",
			"connection-string: a,sll=true,password=hunter2", "connection-string: a,pwd=hunter2",
			"connectionstring-x: a,password=hunter2", "hots: redis://u:hunter2@h", "sentinel.pasword: hunter2",
			"connection-string: redis://u:hunter2@h", "connection-string: redis://u:hun=hunter2@h:1,ssl=x",
			"connection-string: a,hunter2==", "connection-string: a,password=x\nurl: redis://u:hunter2@h",
			"password: ${hunter2", "password: x${hunter2}y", "url: redis://u:x${hunter2}y@h" })
	void staysSecretInAReport(String keys) {
		Definitions definitions = Configured
			.by("tappet:\n  connections:\n    c:\n      port: x\n" + keys.indent(6)
					+ "  triggers.a.redis-list.key: a\n")
			.read();
		assertThat(definitions.problems()).isNotEmpty();
		assertThat(definitions.toString()).doesNotContain("hunter2");
		assertThat(new InvalidConfigurationException(definitions.problems())).hasMessageNotContaining("hunter2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tappet.connections.c: redis://u:hunter2@h", "tappet.conections.c.password: hunter2",
			"tappet.password: hunter2", "tappet.triggers.a.password: hunter2",
			"tappet.triggers.a.url: redis://u:hunter2@h", "tappet.triggers.a.conection: redis://u:hunter2@h",
			"tappet.triggers.a.connection: h,password=hunter2", "tappet.redis: redis://u:hunter2@h",
			"tappet.connections: redis://u:hunter2@h", "tappet.triggers.a.api-token: hunter2", "tappet.apikey: hunter2",
			"tappet.api-key: hunter2", "tappet.triggers.a.shared-access-key: hunter2",
			"tappet.triggers.a.handler-key: hunter2", "tappet.triggers.a.storage: AccountName=a;AccountKey=hunter2",
			"tappet.triggers.a.storage-uri: hunter2", "tappet.connections.c[0]: hunter2" })
	void staysSecretInAMisplacedKey(String line) {
		Definitions definitions = Configured.by(line).read();
		assertThat(definitions.problems()).isNotEmpty();
		assertThat(definitions.toString()).doesNotContain("hunter2");
		assertThat(new InvalidConfigurationException(definitions.problems())).hasMessageNotContaining("hunter2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "apikey",
			"accesskey", "accountkey", "privatekey", "sharedkey", "signature" })
	void staysSecretUnderEachWordForASecretAlsoWithATypo(String word) {
		int last = word.length() - 1;
		String swapped = word.substring(0, last - 1) + word.charAt(last) + word.charAt(last - 1);
		for (String key : List.of(word, "my-" + word + "-x", (word.length() > 3) ? swapped : word)) {
			Definitions definitions = Configured.by("tappet.triggers.a." + key + ": hunter2").read();
			assertThat(definitions.problems()).as(key).isNotEmpty();
			assertThat(definitions.toString()).as(key).doesNotContain("hunter2");
		}
	}

	@Test
	void staysSecretInSoundDefinitions() {
		Definitions definitions = Configured.by("""
				tappet.connections:
				  a.url: redis://u:hunter2@h
				  b.connection-string: h,password=hunter2
				  c:
				    password: hunter2
				    sentinel:
				      master: m
				      nodes: s:1
				      password: hunter2
				  d.password: ${SECRET}
				""").variables(Map.of("SECRET", "hunter2")).sound();
		assertThat(definitions.connections()).hasSize(4)
			.allSatisfy((connection) -> assertThat(((ConnectionDefinition) connection).password())
				.isEqualTo(new ConnectionDefinition.Secret("hunter2")));
		assertThat(definitions.toString()).doesNotContain("hunter2");
	}

	@Test
	void namesAPlaceholderThatStandsForAWholeSecret() {
		assertThat(Configured.by("tappet.connections.c.url: redis://u:${REDIS_PASSWORD}@h").onlyProblem().problem())
			.isEqualTo("${REDIS_PASSWORD} stands for nothing.");
	}

	@Test
	void escapesControlCharacters() {
		assertThat(Configured.by("tappet.instance-id: \"a\\nb\"").onlyProblem().value()).isEqualTo("a\\nb");
	}

}
