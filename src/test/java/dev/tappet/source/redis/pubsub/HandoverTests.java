package dev.tappet.source.redis.pubsub;

import java.util.BitSet;
import java.util.List;
import java.util.Set;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Layout;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandoverTests {

	private static final Node A = new Node("a", 1);

	private static final Node B = new Node("b", 1);

	/** Stands by for A, or the reverse. */
	private static final Node C = new Node("c", 1);

	private static final Subscription SHARD = Subscription.shard("news");

	private static final Subscription CHANNEL = new Subscription("news", false, false);

	private static final int SLOT = SlotHash.getSlot("news");

	private static final Layout ON_A = layout(part(A, true, C), part(B, false));

	private static final Layout ON_B = layout(part(A, false, C), part(B, true));

	private static final Layout ON_C = layout(part(C, true, A), part(B, false));

	/** Who was asked knew the new primary, and nothing yet of what the old one is. */
	private static final Layout ON_C_FIRST = layout(part(C, true), part(A, false), part(B, false));

	private static Layout layout(Layout.Part... parts) {
		return new Layout(List.of(parts));
	}

	/** Has the slot or any other. */
	private static Layout.Part part(Node primary, boolean slot, Node... replicas) {
		BitSet slots = new BitSet();
		slots.set(slot ? SLOT : primary.host().charAt(0));
		return new Layout.Part(primary, List.of(replicas), slots);
	}

	private static Placement place(Layout layout, Placement before) {
		return Placement.of(layout, true, Set.of(SHARD, CHANNEL), before, Set.of());
	}

	private static Placement moved(Placement before, Layout then, Layout now, Node... standing) {
		return new Handover(before, then, now).to(place(now, before),
				(node, subscription) -> Set.of(standing).contains(node));
	}

	private static Placement moved(Layout then, Layout now, Node... standing) {
		return moved(place(then, Placement.NONE), then, now, standing);
	}

	private static boolean isHeard(Placement placement, Node node) {
		return placement.wanted().getOrDefault(node, Set.of()).contains(SHARD);
	}

	@Test
	void whoHadTheSlotIsHeardUntilItKnowsThatItHasItNoMore() {
		Placement after = moved(ON_A, ON_B, A);
		assertThat(isHeard(after, A)).isTrue();
		assertThat(isHeard(after, B)).isTrue();
		assertThat(after.needed().get(SHARD)).containsExactly(B);
		assertThat(after.leaving(A)).containsExactly(SHARD);
		assertThat(after.leaving(B)).isEmpty();
		Placement known = moved(after, ON_B, ON_B, B);
		assertThat(isHeard(known, A)).isFalse();
		assertThat(known.leaving(A)).isEmpty();
	}

	@Test
	void staysAsLongAsItStands() {
		Placement after = moved(ON_A, ON_B, A);
		Placement again = moved(after, ON_B, ON_B, A, B);
		assertThat(isHeard(again, A)).isTrue();
		assertThat(again.leaving(A)).containsExactly(SHARD);
	}

	@Test
	void ofAPrimaryAndItsReplicaOnlyOneIsHeard() {
		assertThat(isHeard(moved(ON_A, ON_C, A), A)).isFalse();
		Placement first = moved(ON_A, ON_C_FIRST, A);
		assertThat(isHeard(first, A)).isFalse();
		assertThat(isHeard(first, C)).isTrue();
		// Though it was not carried out yet.
		assertThat(isHeard(moved(first, ON_C_FIRST, ON_C_FIRST, A, C), A)).isFalse();
	}

	@Test
	void whoEndsUpAsAReplicaOfTheNewOwnerIsHeardNoMore() {
		Layout joined = layout(part(B, true, A));
		assertThat(isHeard(moved(ON_A, joined, A), A)).isFalse();
		assertThat(isHeard(moved(moved(ON_A, ON_B, A), ON_B, joined, A, B), A)).isFalse();
	}

	@Test
	void whoIsGoneIsHeardNoMore() {
		assertThat(isHeard(moved(ON_A, layout(part(B, true)), A), A)).isFalse();
	}

	@Test
	void aSlotThatComesBackIsHeardFromBothUntilTheOtherKnows() {
		Placement back = moved(moved(ON_A, ON_B, A), ON_B, ON_A, A, B);
		assertThat(back.needed().get(SHARD)).containsExactly(A);
		assertThat(back.leaving(B)).containsExactly(SHARD);
		assertThat(back.leaving(A)).isEmpty();
	}

	@Test
	void channelsThatAreNotShardedStayNowhere() {
		Placement before = place(ON_A, Placement.NONE);
		Placement after = new Handover(before, ON_A, ON_B).to(
				Placement.of(ON_B, true, Set.of(SHARD, CHANNEL), before, Set.of(before.home())),
				(node, subscription) -> true);
		assertThat(after.home()).isNotEqualTo(before.home());
		assertThat(after.wanted().values().stream().filter((each) -> each.contains(CHANNEL))).hasSize(1);
	}

}
