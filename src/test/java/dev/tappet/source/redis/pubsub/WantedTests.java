package dev.tappet.source.redis.pubsub;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Layout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WantedTests {

	private static final Node PRIMARY = new Node("primary", 1);

	private static final Node REPLICA = new Node("replica", 1);

	private static final Subscription NEWS = new Subscription("news", false, false);

	private static final Subscription SHARD = Subscription.shard("news");

	private static final Subscription PATTERN = new Subscription("news", true, false);

	private static final List<Wanted.Audience> AUDIENCES = List.of(audience(NEWS), audience(SHARD), audience(PATTERN));

	private static Wanted.Audience audience(Subscription subscription) {
		return new Wanted.Audience(subscription, List.of(), false, true, null);
	}

	private static BitSet slots() {
		BitSet slots = new BitSet();
		slots.set(7);
		return slots;
	}

	@Test
	void isToldByKind() {
		Wanted wanted = Wanted.of(AUDIENCES, new BitSet(), null);
		assertThat(AUDIENCES).allMatch((each) -> wanted.of(each.subscription()) == each);
		assertThat(wanted.audiences()).containsExactlyInAnyOrderElementsOf(AUDIENCES);
	}

	@Test
	void someOfItAreTheSameWithoutTheOthers() {
		Tail tail = new Tail();
		Wanted some = Wanted.of(AUDIENCES, slots(), tail).only(Set.of(NEWS, PATTERN));
		assertThat(some.of(SHARD)).isNull();
		assertThat(some.of(NEWS)).isNotNull();
		assertThat(some.of(PATTERN)).isNotNull();
		assertThat(some.slots()).isEqualTo(slots());
		assertThat(some.predecessor()).isSameAs(tail);
	}

	@Test
	void onAReplicaItFollowsWhatItsPrimaryHasTold() {
		Layout layout = new Layout(List.of(new Layout.Part(PRIMARY, List.of(REPLICA), slots())));
		Tail tail = new Tail();
		Function<Node, @Nullable Tail> tails = (node) -> node.equals(PRIMARY) ? tail : null;
		assertThat(Wanted.in(AUDIENCES, PRIMARY, layout, tails).predecessor()).isNull();
		assertThat(Wanted.in(AUDIENCES, REPLICA, layout, tails).predecessor()).isSameAs(tail);
		assertThat(Wanted.in(AUDIENCES, REPLICA, layout, tails).slots()).isEqualTo(slots());
		assertThat(Wanted.in(AUDIENCES, new Node("other", 1), layout, tails).slots().isEmpty()).isTrue();
	}

}
