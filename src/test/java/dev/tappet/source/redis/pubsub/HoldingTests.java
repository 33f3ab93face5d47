package dev.tappet.source.redis.pubsub;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tappet.source.redis.pubsub.Holding.Estate;
import dev.tappet.source.redis.pubsub.Holding.Place;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances that hear the same, and what one of them has to do when the leader is gone.
 */
class HoldingTests {

	private static final long MILLI = Duration.ofMillis(1).toNanos();

	/** Such times may run over. */
	private long now = Long.MAX_VALUE - 5000 * MILLI;

	private int ids;

	private final Instance leader = new Instance("leader", 1000);

	private final Instance other = new Instance("other", 2000);

	/** What one instance has heard, holds and handles. */
	private final class Instance {

		private final String name;

		private final Holding<String> holding;

		private final Map<String, Place> places = new HashMap<>();

		private boolean leads;

		private long room;

		Instance(String name, int most) {
			this.name = name;
			this.room = 20_000;
			this.holding = new Holding<>(most, new Holding.Room() {

				@Override
				public boolean take(long taken) {
					if (taken > Instance.this.room) {
						return false;
					}
					Instance.this.room -= taken;
					return true;
				}

				@Override
				public void free(long freed) {
					Instance.this.room += freed;
				}

			}, () -> HoldingTests.this.now, () -> name + HoldingTests.this.ids++);
		}

		void hears(String stream, String message, String content) {
			Place place = this.holding.hear(new Stream(stream, HoldingTests.class),
					Fingerprint.of("channel", content.getBytes(StandardCharsets.UTF_8)));
			this.places.put(message, place);
			if (this.leads) {
				this.holding.pass(place, message);
			}
			else {
				this.holding.hold(place, message, 10);
			}
		}

		Place place(String message) {
			return Objects.requireNonNull(this.places.get(message));
		}

		void finishes(String... messages) {
			for (String message : messages) {
				this.holding.finished(this.place(message));
			}
		}

		/** What it would tell, as the others read it. */
		Progress tells() {
			return Progress.parse(this.holding.progress(this.name).text());
		}

		List<String> takesOver(Progress told) {
			return estate(told).messages();
		}

		Estate<String> estate(Progress told) {
			this.leads = true;
			return this.holding.takeOver(told, HoldingTests.this.now);
		}

		void sees(Progress told) {
			this.holding.sees(told, HoldingTests.this.now);
		}

	}

	private void pass(long millis) {
		this.now += millis * MILLI;
	}

	/** All hear some messages, each with its own name as its content. */
	private void publish(String... messages) {
		for (String message : messages) {
			publishTo("", message, message);
		}
	}

	private void publishTo(String stream, String message, String content) {
		this.leader.hears(stream, message, content);
		this.other.hears(stream, message, content);
		pass(10);
	}

	/** The leader leads and both have heard something for a while. */
	private void begin() {
		this.leader.leads = true;
		publish("x", "y");
		this.leader.finishes("x", "y");
		pass(1500);
		publish("z");
		this.leader.finishes("z");
	}

	@Test
	void handsOnWhatWasHeardAfterTheLastThatWasHandled() {
		begin();
		publish("a", "b", "c", "d");
		this.leader.finishes("a", "b");
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("c", "d");
	}

	@Test
	void handsOnNothingWhereAllIsHandled() {
		begin();
		publish("a", "b");
		this.leader.finishes("a", "b");
		assertThat(this.other.takesOver(this.leader.tells())).isEmpty();
	}

	@Test
	void handsOnEverythingWhereNobodyHasLed() {
		publish("a", "b");
		assertThat(this.other.takesOver(Progress.NONE)).containsExactly("a", "b");
	}

	@Test
	void handsOnWhatCameAfterTheLastSign() {
		begin();
		publish("a");
		this.leader.finishes("a");
		Progress told = this.leader.tells();
		publish("b", "c");
		this.leader.finishes("b");
		assertThat(this.other.takesOver(told)).containsExactly("b", "c");
	}

	@Test
	void handsOnWhatIsLeftBetweenOthersThatWereHandled() {
		begin();
		publish("a", "b", "c", "d", "e", "f");
		this.leader.finishes("f", "b", "c");
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("a", "d", "e");
	}

	@Test
	void tellsEqualMessagesApartByTheirNumber() {
		begin();
		this.other.sees(this.leader.tells());
		for (int i = 0; i < 100; i++) {
			publishTo("", "tick" + i, "tick");
		}
		this.other.sees(this.leader.tells());
		for (int i = 0; i < 97; i++) {
			this.leader.finishes("tick" + i);
		}
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("tick97", "tick98", "tick99");
	}

	@Test
	void tellsEqualMessagesApartByTheirTimeWhereNothingElseWasHeard() {
		this.leader.leads = true;
		for (int i = 0; i < 20; i++) {
			publishTo("", "tick" + i, "tick");
			this.leader.finishes("tick" + i);
			pass(5000);
			this.other.sees(this.leader.tells());
		}
		publishTo("", "tick20", "tick");
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("tick20");
	}

	@Test
	void ratherRepeatsEqualMessagesThanLeavingOneOut() {
		this.leader.leads = true;
		for (int i = 0; i < 1000; i++) {
			publishTo("", "tick" + i, "tick");
			this.leader.finishes("tick" + i);
		}
		publishTo("", "a", "tick");
		publishTo("", "b", "tick");
		List<String> handedOn = this.other.takesOver(this.leader.tells());
		assertThat(handedOn).endsWith("a", "b").hasSizeLessThan(400);
	}

	@Test
	void goesByTheTimeWhereTheMarkWasNotHeard() {
		this.leader.leads = true;
		for (int i = 0; i < 30; i++) {
			this.leader.hears("", "before" + i, "before" + i);
			this.leader.finishes("before" + i);
		}
		pass(3000);
		Progress told = this.leader.tells();
		this.other.hears("", "a", "a");
		this.other.hears("", "b", "b");
		assertThat(this.other.takesOver(told)).containsExactly("a", "b");
	}

	@Test
	void leavesOutWhatIsOlderThanTheLastSignWhereTheMarkWasNotHeard() {
		this.leader.leads = true;
		this.leader.hears("", "unheard", "unheard");
		this.leader.finishes("unheard");
		this.other.hears("", "a", "a");
		pass(2000);
		this.other.hears("", "b", "b");
		pass(100);
		this.leader.hears("", "unheard", "unheard");
		this.leader.finishes("unheard");
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("b");
	}

	@Test
	void handsOnWhatWasHeardWhileTheLeaderHeardNothing() {
		this.leader.leads = true;
		this.leader.hears("", "unheard", "unheard");
		this.leader.finishes("unheard");
		this.leader.holding.interrupted();
		pass(2000);
		this.other.hears("", "a", "a");
		pass(2000);
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("a");
	}

	@Test
	void goesBackAsFarAsTheOldestThatTheLeaderHadNotFinished() {
		this.leader.leads = true;
		this.leader.hears("", "unheard", "unheard");
		this.other.hears("", "a", "a");
		pass(5000);
		this.leader.hears("", "unheard too", "unheard too");
		this.leader.finishes("unheard too");
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("a");
	}

	@Test
	void findsTheMarkThoughItHasBegunToHearLater() {
		this.leader.leads = true;
		for (int i = 0; i < 30; i++) {
			this.leader.hears("", "before" + i, "before" + i);
			this.leader.finishes("before" + i);
		}
		publish("a");
		pass(1500);
		publish("b", "c");
		this.leader.finishes("a", "b");
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("c");
	}

	@Test
	void followsEachStreamByItself() {
		this.leader.leads = true;
		publishTo("one", "1x", "x");
		publishTo("two", "2x", "x");
		this.leader.finishes("1x", "2x");
		pass(1500);
		for (String each : List.of("a", "b", "c")) {
			this.leader.hears("one", "1" + each, each);
			this.leader.hears("two", "2" + each, each);
		}
		// On another connection they come in another order.
		for (String each : List.of("a", "b", "c")) {
			this.other.hears("two", "2" + each, each);
		}
		for (String each : List.of("a", "b", "c")) {
			this.other.hears("one", "1" + each, each);
		}
		this.leader.finishes("1a", "2a", "2b", "2c");
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("1b", "1c");
	}

	@Test
	void findsTheMarkInAStreamOfAnotherName() {
		this.leader.leads = true;
		for (int i = 0; i < 3; i++) {
			this.leader.hears("node-a", "m" + i, "m" + i);
			this.other.hears("node-b", "m" + i, "m" + i);
			pass(1000);
		}
		this.leader.finishes("m0", "m1");
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("m2");
	}

	@Test
	void keepsWhatTheLeaderDidNotHear() {
		begin();
		publish("a");
		this.leader.finishes("a");
		this.leader.holding.interrupted();
		this.other.hears("", "missed", "missed");
		pass(1500);
		publish("b", "c");
		this.leader.finishes("b");
		this.other.sees(this.leader.tells());
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("missed", "c");
	}

	@Test
	void beginsToCountAnewOnAnotherConnection() {
		this.leader.leads = true;
		this.leader.holding.hear(new Stream("a", "first"), 1);
		this.leader.holding.hear(new Stream("b", "first"), 1);
		this.leader.holding.hear(new Stream("a", "second"), 2);
		this.leader.holding.hear(new Stream("a", "second"), 3);
		this.leader.holding.hear(new Stream("b", "first"), 2);
		assertThat(this.leader.tells().parts()).extracting((part) -> part.stream() + part.heard())
			.containsExactly("a1", "b2", "a2");
	}

	@Test
	void findsTheMarkAfterAnInterruptionOfItsOwn() {
		begin();
		publish("a");
		this.other.holding.interrupted();
		this.leader.hears("", "missed", "missed");
		publish("b");
		pass(1500);
		publish("c", "d");
		this.leader.finishes("a", "missed", "b", "c");
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("d");
	}

	@Test
	void forgetsWhatTheLeaderHasFinished() {
		begin();
		publish("a", "b", "c");
		this.leader.finishes("a", "c");
		this.other.sees(this.leader.tells());
		assertThat(this.other.holding.isOpen(this.other.place("a"))).isFalse();
		assertThat(this.other.holding.isOpen(this.other.place("b"))).isTrue();
		assertThat(this.other.room).isEqualTo(20_000 - 10);
	}

	@Test
	void keepsWhatTheLeaderHasNotFinishedForAsLongAsThatTakes() {
		begin();
		publish("slow", "quick");
		this.leader.finishes("quick");
		for (int i = 0; i < 60; i++) {
			pass(1000);
			this.other.sees(this.leader.tells());
		}
		assertThat(this.other.takesOver(this.leader.tells())).containsExactly("slow");
	}

	@Test
	void forgetsWhatNobodyHasToldOfAfterAWhile() {
		publish("a", "b");
		pass(Holding.KEEP.toMillis());
		publish("c");
		this.other.sees(Progress.NONE);
		assertThat(this.other.room).isEqualTo(20_000 - 10);
		assertThat(this.other.takesOver(Progress.NONE)).containsExactly("c");
	}

	@Test
	void holdsNoMoreThanItMayAndTellsWhatWasLost() {
		Instance small = new Instance("small", 3);
		for (String message : List.of("a", "b", "c", "d", "e")) {
			small.hears("", message, message);
		}
		Estate<String> estate = small.estate(Progress.NONE);
		assertThat(estate.messages()).containsExactly("c", "d", "e");
		assertThat(estate.missing()).isEqualTo(2);
	}

	@Test
	void holdsNoMoreBytesThanThereIsRoomFor() {
		this.other.room = 25;
		begin();
		publish("a", "b", "c", "d");
		this.leader.finishes("a");
		Estate<String> estate = this.other.estate(this.leader.tells());
		assertThat(estate.messages()).containsExactly("c", "d");
		assertThat(estate.missing()).isEqualTo(1);
		this.other.finishes("c", "d");
		assertThat(this.other.room).isEqualTo(25);
	}

	@Test
	void aMessageForWhichThereIsNoRoomAtAllIsMissing() {
		this.other.room = 5;
		publish("a");
		Estate<String> estate = this.other.estate(Progress.NONE);
		assertThat(estate.messages()).isEmpty();
		assertThat(estate.missing()).isEqualTo(1);
	}

	@Test
	void whatWasEvictedAfterTheLeaderHadFinishedItIsNotMissing() {
		this.other.room = 25;
		begin();
		publish("a", "b", "c", "d");
		this.leader.finishes("a", "b");
		assertThat(this.other.estate(this.leader.tells()).missing()).isZero();
	}

	@Test
	void goesOnWithWhatItHeldWhileItsOwnTermHadRunOut() {
		begin();
		publish("a");
		this.leader.leads = false;
		publish("b", "c");
		this.leader.holding.putBack(this.leader.place("a"), "a again");
		assertThat(this.leader.takesOver(Progress.NONE)).containsExactly("a again", "b", "c");
	}

	@Test
	void handsNothingOnThatIsInHandsHereAlready() {
		begin();
		publish("a", "b");
		assertThat(this.leader.takesOver(Progress.NONE)).isEmpty();
		assertThat(this.leader.holding.isOpen(this.leader.place("a"))).isTrue();
	}

	@Test
	void leavesToTheOtherWhatThatOneHasFinishedMeanwhile() {
		begin();
		publish("a", "b");
		Progress told = this.leader.tells();
		assertThat(this.other.takesOver(told)).containsExactly("a", "b");
		this.leader.leads = false;
		publish("c");
		this.other.finishes("a", "c");
		this.leader.sees(this.other.tells());
		assertThat(this.leader.takesOver(this.other.tells())).isEmpty();
		assertThat(this.leader.holding.isOpen(this.leader.place("a"))).isFalse();
		assertThat(this.leader.holding.isOpen(this.leader.place("b"))).isTrue();
		assertThat(this.leader.holding.isOpen(this.leader.place("c"))).isFalse();
	}

	@Test
	void aThirdGoesOnAfterTheSecond() {
		Instance third = new Instance("third", 1000);
		this.leader.leads = true;
		for (String message : List.of("a", "b", "c", "d", "e")) {
			publish(message);
			third.hears("", message, message);
			pass(1000);
		}
		this.leader.finishes("a", "b");
		Progress first = this.leader.tells();
		third.sees(first);
		assertThat(this.other.takesOver(first)).containsExactly("c", "d", "e");
		this.other.finishes("c", "e");
		assertThat(third.takesOver(this.other.tells())).containsExactly("d");
	}

	@Test
	void whatIsTooMuchToBeToldCountsAsUnfinished() {
		begin();
		List<String> expected = new ArrayList<>();
		int most = Hearing.SPANS * 2 + 10;
		for (int i = 0; i < most; i++) {
			publish("m" + i);
			if (i % 2 == 0) {
				this.leader.finishes("m" + i);
			}
			if (i % 2 == 1 || i > Hearing.SPANS * 2) {
				expected.add("m" + i);
			}
		}
		pass(0);
		Instance large = this.other;
		assertThat(large.takesOver(this.leader.tells()))
			.containsAll(expected.subList(Math.max(0, expected.size() - 500), expected.size()));
	}

	@Test
	void forgetsWhatItHeardOnceNobodyAsksForItAnyMore() {
		begin();
		this.leader.holding.interrupted();
		publish("a");
		assertThat(this.leader.tells().parts()).hasSize(2);
		pass(Holding.TOLD.toMillis() + 1);
		assertThat(this.leader.tells().parts()).hasSize(1);
	}

	@Test
	void holdsNothingInTheEnd() {
		publish("a", "b");
		this.other.holding.clear();
		assertThat(this.other.room).isEqualTo(20_000);
		assertThat(this.other.takesOver(Progress.NONE)).isEmpty();
	}

}
