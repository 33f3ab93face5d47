package dev.tappet.source.redis.pubsub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NotificationFlagsTests {

	@ParameterizedTest
	@CsvSource({ "__keyspace@0__:user:1, KA", "__keyevent@0__:set, E$", "__keyevent@0__:setbit, E$",
			"__keyevent@0__:del, Eg", "__keyevent@0__:expire, Eg", "__keyevent@0__:expired, Ex",
			"__keyevent@0__:evicted, Ee", "__keyevent@0__:new, En", "__keyevent@0__:keymiss, Em",
			"__keyevent@0__:hset, Eh", "__keyevent@0__:lpush, El", "__keyevent@0__:sortstore, El",
			"__keyevent@0__:sadd, Es", "__keyevent@0__:zadd, Ez", "__keyevent@0__:zpopmin, Ez",
			"__keyevent@0__:xadd, Et", "__keyevent@0__:overwritten, Eo", "__keyevent@0__:type_changed, Ec",
			"__keyevent@0__:of-a-module, EA" })
	void areThoseOfTheEventThatIsWaitedFor(String channel, String flags) {
		assertThat(NotificationFlags.needed(channel, false)).isEqualTo(flags);
	}

	@ParameterizedTest
	@CsvSource({ "__keyspace@3__:*, KA", "__keyspace@*__:user:*, KA", "__keyevent@0__:*, EA",
			"__keyevent@0__:expire*, Egx", "__keyevent@*__:expired, Ex", "__keyevent@0__:?set, Elh",
			"__keyevent@0__:[lr]push, El", "__keyevent@0__:json*, EA", "__keyevent@0__:n*, EA" })
	void areThoseOfAllEventsThatAPatternMayMean(String pattern, String flags) {
		assertThat(NotificationFlags.needed(pattern, true)).isEqualTo(flags);
	}

	@Test
	void areThoseOfAnyEventWhereItsNameIsEmpty() {
		assertThat(NotificationFlags.needed("__keyevent@0__:", false)).isEqualTo("EA");
		assertThat(NotificationFlags.needed("__keyevent@0__: ", false)).isEqualTo("EA");
	}

	@ParameterizedTest
	@CsvSource({ "KA, '', KA", "KA, E, KA", "KA, AKE, ''", "KA, Kg, A", "KA, K, A", "KA, Ex, KA", "KA, Kn, A",
			"KA, Kg$lshzxetd, ''", "E$, E, $", "E$, EA, ''", "E$, Eg, $", "Ex, Kx, E", "Ex, xE, ''", "EA, E$, A",
			"EA, $xE, A", "Egx, Eg$lshzxetd, ''", "Egx, Ex, g", "Em, AKE, m", "En, AKE, n" })
	void areMissingWhereTheServerHasNeitherThemNorAll(String needed, String present, String missing) {
		assertThat(NotificationFlags.missing(needed, present)).isEqualTo(missing);
	}

}
