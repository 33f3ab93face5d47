package dev.tappet.source.redis.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoleGateTests {

	private final List<Duration> questions = new ArrayList<>();

	private final List<String> heard = new ArrayList<>();

	private final Tail tail = new Tail();

	private final RoleGate gate = new RoleGate(this.tail, this.questions::add,
			(event) -> this.heard.add(event.channel()));

	private void hear(String... events) {
		for (String event : events) {
			this.gate.hear(event(event));
		}
	}

	private static RoleGate.Event event(String name) {
		return new RoleGate.Event(new Subscription(name, false, true), name, new byte[0]);
	}

	private static Tail tailOf(String... events) {
		Tail tail = new Tail();
		for (String event : events) {
			tail.add(event(event).print());
		}
		return tail;
	}

	@Test
	void holdsWhatComesBeforeTheFirstAnswer() {
		this.gate.doubt();
		hear("a", "b");
		assertThat(this.heard).isEmpty();
		assertThat(this.questions).containsExactly(Duration.ZERO);
		this.gate.answered(true, null);
		hear("c");
		assertThat(this.heard).containsExactly("a", "b", "c");
		assertThat(this.questions).hasSize(1);
	}

	/**
	 * An answer that is there at once asks who else has slots, and whoever knows that may
	 * have the gate doubt at that moment.
	 */
	@Test
	void asksWithoutItsLock() {
		List<Boolean> locked = new ArrayList<>();
		AtomicReference<RoleGate> asked = new AtomicReference<>();
		RoleGate gate = new RoleGate(this.tail, (delay) -> locked.add(Thread.holdsLock(asked.get())), (event) -> {
		});
		asked.set(gate);
		gate.doubt();
		gate.unanswered();
		gate.hear(event("a"));
		assertThat(locked).containsExactly(false, false);
	}

	@Test
	void dropsWhatAReplicaRepeatsAndAsksAgainWithTheNext() {
		this.gate.doubt();
		hear("a");
		this.gate.answered(false, null);
		assertThat(this.questions).hasSize(1);
		hear("b", "c");
		assertThat(this.questions).hasSize(2);
		this.gate.answered(false, null);
		hear("d");
		this.gate.answered(true, tailOf("a", "b", "c"));
		hear("e");
		assertThat(this.heard).containsExactly("d", "e");
	}

	@Test
	void leavesOutWhatThePredecessorHasToldLast() {
		hear("b", "c", "d", "e");
		this.gate.answered(true, tailOf("x", "a", "b", "c"));
		assertThat(this.heard).containsExactly("d", "e");
	}

	@Test
	void passesEqualEventsThatAreNotRepeated() {
		hear("a", "a", "a");
		this.gate.answered(true, tailOf("x", "a"));
		assertThat(this.heard).containsExactly("a", "a");
	}

	@Test
	void holdsWhatFollowsADoubtUntilTheAnswer() {
		this.gate.doubt();
		this.gate.answered(true, null);
		hear("a");
		this.gate.doubt();
		hear("b");
		assertThat(this.heard).containsExactly("a");
		this.gate.answered(true, null);
		assertThat(this.heard).containsExactly("a", "b");
		this.gate.doubt();
		hear("c");
		this.gate.answered(false, null);
		assertThat(this.heard).containsExactly("a", "b");
	}

	@Test
	void asksAgainAfterAQuestionWithoutAnswer() {
		hear("a");
		this.gate.unanswered();
		hear("b");
		assertThat(this.questions).hasSize(2);
		this.gate.answered(true, null);
		assertThat(this.heard).containsExactly("a", "b");
	}

	@Test
	void notesWhatPasses() {
		this.gate.answered(true, null);
		hear("a", "b");
		assertThat(this.tail.known(List.of(event("b").print(), event("c").print()))).isOne();
		assertThat(this.tail.known(List.of(event("a").print(), event("b").print()))).isEqualTo(2);
		assertThat(this.tail.known(List.of(event("a").print(), event("c").print()))).isZero();
	}

	@Test
	void remembersTheLastOnlyAndForEver() {
		for (int i = 0; i < 3000; i++) {
			this.tail.add(i);
		}
		assertThat(this.tail.known(List.of(2998L, 2999L, 3000L))).isEqualTo(2);
	}

}
