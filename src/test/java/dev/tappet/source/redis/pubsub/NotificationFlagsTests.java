package dev.tappet.source.redis.pubsub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NotificationFlagsTests {

	@ParameterizedTest
	@CsvSource({ "__keyspace@0__:user:1, KA", "__keyspace@3__:*, KA", "__keyevent@0__:set, E$",
			"__keyevent@0__:del, Eg", "__keyevent@0__:expired, Ex", "__keyevent@0__:evicted, Ee",
			"__keyevent@0__:new, En", "__keyevent@0__:keymiss, Em", "__keyevent@0__:hset, Eh",
			"__keyevent@0__:lpush, El", "__keyevent@0__:sadd, Es", "__keyevent@0__:zadd, Ez", "__keyevent@0__:xadd, Et",
			"__keyevent@0__:*, EA", "__keyevent@0__:expire*, EA", "__keyevent@0__:of-a-module, EA" })
	void areThoseOfTheEventThatIsWaitedFor(String channel, String flags) {
		assertThat(NotificationFlags.needed(channel)).isEqualTo(flags);
	}

	@Test
	void areThoseOfAnyEventWhereItsNameIsEmpty() {
		assertThat(NotificationFlags.needed("__keyevent@0__:")).isEqualTo("EA");
		assertThat(NotificationFlags.needed("__keyevent@0__: ")).isEqualTo("EA");
	}

	@ParameterizedTest
	@CsvSource({ "KA, '', KA", "KA, E, KA", "KA, AKE, ''", "KA, Kg, ''", "KA, K, A", "E$, E, $", "E$, EA, ''",
			"E$, Eg, $", "Ex, Kx, E", "Ex, xE, ''", "EA, E$, ''" })
	void areMissingWhereTheServerHasNeitherThemNorAll(String needed, String present, String missing) {
		assertThat(NotificationFlags.missing(needed, present)).isEqualTo(missing);
	}

	@Test
	void ofNewKeysAndMissesAreNotAmongAll() {
		assertThat(NotificationFlags.missing("En", "AKE")).isEqualTo("n");
		assertThat(NotificationFlags.missing("Em", "AKE")).isEqualTo("m");
		assertThat(NotificationFlags.missing("KA", "Kn")).isEqualTo("A");
	}

}
