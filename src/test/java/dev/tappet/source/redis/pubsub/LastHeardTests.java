package dev.tappet.source.redis.pubsub;

import java.util.Map;
import java.util.Set;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LastHeardTests {

	private static final Node ONE = new Node("one", 1);

	private static final Node OTHER = new Node("other", 2);

	private static final Subscription NEWS = new Subscription("news", false, false);

	private static final Subscription EVENTS = new Subscription("__keyevent@0__:set", false, true);

	/** The count of nanoseconds may begin anew. */
	private static long now() {
		return Long.MIN_VALUE + 5;
	}

	private static LastHeard heard(long held) {
		return LastHeard.of(Map.of(NEWS, Set.of(ONE), EVENTS, Set.of(ONE, OTHER)),
				Map.of(ONE, now() - 10, OTHER, now() - 20)::get, held, now(), true);
	}

	@Test
	void isTheEarliestOfItsServers() {
		LastHeard heard = heard(now());
		assertThat(heard.of(NEWS)).isEqualTo(now() - 10);
		assertThat(heard.of(EVENTS)).isEqualTo(now() - 20);
	}

	@Test
	void isNoLaterThanTheServersWereCertainlyTheRightOnes() {
		LastHeard heard = heard(now() - 15);
		assertThat(heard.of(NEWS)).isEqualTo(now() - 15);
		assertThat(heard.of(EVENTS)).isEqualTo(now() - 20);
	}

	@Test
	void isEarlierForAShardedChannelWhoseNewOwnerMayHaveToldNobodyAtOnce() {
		Subscription shard = Subscription.shard("news");
		LastHeard heard = LastHeard.of(Map.of(shard, Set.of(ONE)), (node) -> now() - 10, now(), now(), true);
		assertThat(heard.of(shard)).isEqualTo(now() - 10);
		assertThat(heard.beforeMove(shard)).isEqualTo(now() - 10 - LastHeard.DISPUTE);
	}

	@Test
	void isEarlierForWhatOtherNodesMayNotHavePassedOnYet() {
		Subscription all = new Subscription("*", true, false);
		LastHeard heard = LastHeard.of(Map.of(NEWS, Set.of(ONE), all, Set.of(ONE), EVENTS, Set.of(ONE)),
				(node) -> now() - 10, now(), now(), true);
		assertThat(heard.beforeMove(NEWS)).isEqualTo(now() - 10 - LastHeard.DISPUTE);
		assertThat(heard.beforeMove(all)).isEqualTo(now() - 10 - LastHeard.DISPUTE);
		assertThat(heard.beforeMove(EVENTS)).isEqualTo(now() - 10);
		assertThat(LastHeard.beforeLoss(NEWS, now() - 10, true)).isEqualTo(now() - 10 - LastHeard.DISPUTE);
		assertThat(LastHeard.beforeLoss(EVENTS, now() - 10, true)).isEqualTo(now() - 10);
	}

	@Test
	void isNotEarlierWhereOneServerHasAll() {
		LastHeard heard = LastHeard.of(Map.of(NEWS, Set.of(ONE)), (node) -> now() - 10, now(), now(), false);
		assertThat(heard.beforeMove(NEWS)).isEqualTo(now() - 10);
		assertThat(LastHeard.beforeLoss(NEWS, now() - 10, false)).isEqualTo(now() - 10);
	}

	@Test
	void isNowForWhatWasNowhere() {
		assertThat(heard(now() - 15).of(new Subscription("other", false, false))).isEqualTo(now());
		LastHeard closed = LastHeard.of(Map.of(NEWS, Set.of(ONE)), (node) -> null, now(), now(), true);
		assertThat(closed.of(NEWS)).isEqualTo(now());
	}

}
