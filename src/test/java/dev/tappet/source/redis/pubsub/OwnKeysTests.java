package dev.tappet.source.redis.pubsub;

import dev.tappet.source.redis.connection.Script;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OwnKeysTests {

	@ParameterizedTest
	@CsvSource({ "__keyspace@0__:tappet:instance:a, set", "__keyspace@12__:tappet:, del",
			"__keyevent@0__:expired, tappet:{orders}:orders:lease:a", "__keyevent@3__:set, tappet:" })
	void haveTheirEventsKeptBack(String channel, String body) {
		assertThat(OwnKeys.isEventOf(channel, Script.bytes(body))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "__keyspace@0__:user:tappet:1, set", "__keyspace@0__:tappet, set",
			"__keyspace@0__:orders-poison, xadd", "__keyevent@0__:expired, user:tappet:1",
			"__keyevent@0__:expired, tappet", "__keyevent@0__:expired, ''", "__keyevent@0__:xadd, orders-poison",
			"news, tappet:x", "tappet:news, x", "__keyring:tappet:, x", "__keyspace@0, tappet:x",
			"__keyevent@0, tappet:x" })
	void areNotThoseOfUsers(String channel, String body) {
		assertThat(OwnKeys.isEventOf(channel, Script.bytes(body))).isFalse();
	}

}
