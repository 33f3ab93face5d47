package dev.tappet.source.redis.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RedisUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			redis://h                     | h       | 6379 |      |       | 0 | false
			redis://h:1/                  | h       | 1    |      |       | 0 | false
			rediss://h:1/15               | h       | 1    |      |       | 15 | true
			redis://u:p@h                 | h       | 6379 | u    | p     | 0 | false
			redis://:p@h                  | h       | 6379 |      | p     | 0 | false
			redis://p@h                   | h       | 6379 |      | p     | 0 | false
			redis://u:@h                  | h       | 6379 | u    |       | 0 | false
			redis://u%3A:p%40%2F+%25:x@h  | h       | 6379 | u    | :p@/+%:x | 0 | false
			redis://under_score:1         | under_score | 1 |     |       | 0 | false
			redis://[::1]:2/3             | ::1     | 2    |      |       | 3 | false
			""")
	void takesAddresses(String text, String host, int port, String username, String password, int database,
			boolean ssl) {
		RedisUrl url = RedisUrl.parse(text).orElseThrow();
		assertThat(url.node()).isEqualTo(new ConnectionDefinition.Node(host, port));
		assertThat(url.username()).isEqualTo(username);
		assertThat(url.password()).isEqualTo((password != null) ? new ConnectionDefinition.Secret(password) : null);
		assertThat(url.database()).isEqualTo(database);
		assertThat(url.ssl()).isEqualTo(ssl);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "h:1", "http://h", "redis:h", "redis://", "redis://:1", "redis://h:x", "redis://h:0",
			"redis://h:65536", "redis://h/x", "redis://h/-1", "redis://h/1/2", "redis://u:%zz@h", "redis://u:p@q@h",
			"redis://h h", "redis://h?x=y", "redis://h/0#f" })
	void refusesEverythingElse(String text) {
		assertThat(RedisUrl.parse(text)).isEmpty();
	}

	@Test
	void doesNotShowItsPassword() {
		assertThat(RedisUrl.parse("redis://u:hunter2@h").orElseThrow().toString()).doesNotContain("hunter2");
	}

}
