package dev.tappet.source.redis.pubsub;

import java.util.BitSet;
import java.util.List;
import java.util.Set;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Layout;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlacementTests {

	private static final Node A = new Node("a", 1);

	private static final Node B = new Node("b", 1);

	private static final Node C = new Node("c", 1);

	private static final Node D = new Node("d", 1);

	private static final Layout CLUSTER = new Layout(
			List.of(part(A, List.of(C), 0, 8192), part(B, List.of(D), 8192, SlotHash.SLOT_COUNT)));

	private static final Subscription NEWS = new Subscription("news", false, false);

	private static final Subscription SHARD = new Subscription("news", false, false, true);

	private static final Subscription EXPIRED = new Subscription("__keyevent@0__:expired", false, true);

	private static final Subscription ALL = new Subscription("*", true, false);

	private static Layout.Part part(Node primary, List<Node> replicas, int from, int to) {
		BitSet slots = new BitSet();
		slots.set(from, to);
		return new Layout.Part(primary, replicas, slots);
	}

	private static Placement place(Layout layout, Placement before, Node... silent) {
		return Placement.of(layout, true, Set.of(NEWS, SHARD, EXPIRED, ALL), before, Set.of(silent));
	}

	@Test
	void aSingleServerHearsAll() {
		Placement placement = Placement.of(Layout.of(A, List.of(B)), false, Set.of(NEWS, SHARD, EXPIRED),
				Placement.NONE, Set.of(A));
		assertThat(placement.wanted()).containsOnlyKeys(A);
		assertThat(placement.needed().values()).containsOnly(Set.of(A));
	}

	@Test
	void whatIsPassedOnIsHeardOnOneServer() {
		assertThat(place(CLUSTER, Placement.NONE).needed().get(NEWS)).containsExactly(A);
		assertThat(place(CLUSTER, Placement.NONE).wanted()
			.entrySet()
			.stream()
			.filter((each) -> each.getValue().contains(NEWS))).hasSize(1);
	}

	@Test
	void staysWhereItIsUnlessThatServerIsSilentOrGone() {
		Placement before = place(CLUSTER, Placement.NONE, A);
		assertThat(before.home()).isEqualTo(B);
		assertThat(place(CLUSTER, before).home()).isEqualTo(B);
		Layout promoted = new Layout(
				List.of(part(A, List.of(C), 0, 8192), part(D, List.of(B), 8192, SlotHash.SLOT_COUNT)));
		assertThat(place(promoted, before).home()).isEqualTo(B);
		Layout without = new Layout(
				List.of(part(A, List.of(C), 0, 8192), part(D, List.of(), 8192, SlotHash.SLOT_COUNT)));
		assertThat(place(without, before).home()).isEqualTo(A);
		assertThat(place(CLUSTER, before, B).home()).isEqualTo(A);
		assertThat(place(CLUSTER, before, A, B, C, D).home()).isNotNull();
	}

	@Test
	void eventsOfKeysAreHeardOnEveryPrimaryAndAwaitedOnReplicas() {
		Placement placement = place(CLUSTER, Placement.NONE);
		assertThat(placement.needed().get(EXPIRED)).containsExactlyInAnyOrder(A, B);
		assertThat(placement.wanted().values()).hasSize(4).allMatch((each) -> each.contains(EXPIRED));
		assertThat(placement.wanted().values()).allMatch((each) -> each.contains(ALL));
	}

	@Test
	void aPrimaryWithoutSlotsIsNotWaitedFor() {
		Layout added = new Layout(List.of(part(A, List.of(), 0, SlotHash.SLOT_COUNT), part(B, List.of(), 0, 0)));
		Placement placement = place(added, Placement.NONE);
		assertThat(placement.needed().get(EXPIRED)).containsExactly(A);
		assertThat(placement.wanted().get(B)).contains(EXPIRED);
	}

	@Test
	void aShardedChannelIsHeardWhereItsSlotIs() {
		Node primary = CLUSTER.primaryOf("news");
		assertThat(place(CLUSTER, Placement.NONE).needed().get(SHARD)).containsExactly(primary);
		Layout unserved = new Layout(List.of(part(A, List.of(), 0, 0)));
		assertThat(place(unserved, Placement.NONE).needed().get(SHARD)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "__key*", "__key*__:*", "__keyspace@*__:user:*", "?_keyevent@0__:set", "[_]*" })
	void somePatternsMayHearEventsOfKeys(String pattern) {
		assertThat(new Subscription(pattern, true, false).local()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "news*", "__other*", "__keys", "n?ws" })
	void othersDoNot(String pattern) {
		assertThat(new Subscription(pattern, true, false).local()).isFalse();
	}

}
