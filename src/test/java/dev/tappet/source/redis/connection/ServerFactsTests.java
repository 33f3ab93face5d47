package dev.tappet.source.redis.connection;

import java.util.Map;

import dev.tappet.source.Finding;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server says of itself, and what of it may cost messages.
 */
class ServerFactsTests {

	private static final Map<String, String> HELLO = Map.of("server", "redis", "version", "7.0.15", "mode",
			"standalone", "role", "master");

	private static ServerFacts of(String policy, String limit, String aof, String save) {
		return ServerFacts.of(HELLO, Map.of("maxmemory_policy", policy, "maxmemory", limit, "aof_enabled", aof), save);
	}

	@Test
	void tellsNameAndVersion() {
		assertThat(ServerFacts.of(HELLO, Map.of(), null))
			.isEqualTo(new ServerFacts("Redis 7.0.15", "standalone", "master", null, null));
	}

	@Test
	void knowsValkeyThatCallsItselfRedis() {
		assertThat(ServerFacts.of(HELLO, Map.of("valkey_version", "8.1.0"), null).server()).isEqualTo("Valkey 8.1.0");
	}

	@Test
	void isUnknownWhereTheServerRefusesToSay() {
		ServerFacts facts = ServerFacts.of(Map.of(), Map.of(), null);
		assertThat(facts.server()).contains("does not say");
		assertThat(facts.risks(true)).isEmpty();
	}

	@Test
	void warnsOfAPolicyThatMayDropMessages() {
		assertThat(of("allkeys-lru", "1000", "1", "").risks(false)).singleElement()
			.extracting(Finding.Risky::text)
			.asString()
			.contains("allkeys-lru");
	}

	@Test
	void aPolicyThatDropsBookkeepingOnlyIsNoRisk() {
		assertThat(of("volatile-lru", "1000", "1", "").risks(true)).isEmpty();
	}

	@Test
	void aServerWithoutALimitDropsNothing() {
		assertThat(of("allkeys-lru", "0", "1", "").risks(true)).isEmpty();
	}

	@Test
	void warnsWhereNothingIsKeptOnDisk() {
		assertThat(of("noeviction", "0", "0", "").risks(true)).singleElement()
			.extracting(Finding.Risky::text)
			.asString()
			.contains("on disk");
		assertThat(of("noeviction", "0", "0", "").risks(false)).isEmpty();
	}

	@Test
	void snapshotsOrALogAreEnough() {
		assertThat(of("noeviction", "0", "0", "3600 1").risks(true)).isEmpty();
		assertThat(of("noeviction", "0", "1", "").risks(true)).isEmpty();
	}

}
