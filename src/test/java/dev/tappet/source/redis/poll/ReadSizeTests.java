package dev.tappet.source.redis.poll;

import dev.tappet.source.ReadBuffer;
import dev.tappet.source.redis.lease.Allowance;
import dev.tappet.source.redis.lease.Batches;
import dev.tappet.source.redis.lease.ReadResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadSizeTests {

	private static final long ALL = Long.MAX_VALUE;

	private final ReadSize size = new ReadSize(10);

	private void brought(int messages, int bytes) {
		Allowance allowance = new Allowance(messages, messages, new ReadBuffer(ALL / 8).share(() -> {
		}), 0);
		allowance.ended(new ReadResult(Batches.ofBytes("token", messages, bytes), 0));
		this.size.brought(allowance);
	}

	private static long room(int bytes) {
		return ReadBuffer.room(bytes + ReadBuffer.BESIDE);
	}

	@Test
	void beginsWithFewAndReachesTheCountOfSmallMessagesWithinAFewReads() {
		assertThat(this.size.cautious(10_000, ALL)).isEqualTo(10);
		for (int messages : new int[] { 10, 80, 640, 5120 }) {
			assertThat(this.size.cautious(10_000, ALL)).isEqualTo(messages);
			brought(messages, 200);
		}
		assertThat(this.size.cautious(10_000, ALL)).isEqualTo(10_000);
	}

	@Test
	void asksForNoMoreMessagesThanThereIsRoomFor() {
		brought(10, 1000);
		assertThat(this.size.cautious(10, 3 * room(1000))).isEqualTo(3);
		assertThat(this.size.cautious(10, 1)).as("else it would never be known").isEqualTo(1);
	}

	@Test
	void followsASizeThatRisesAtOnceAndOneThatFallsLittleByLittle() {
		brought(10, 100);
		assertThat(this.size.least()).isEqualTo(room(100));
		brought(10, 100_000);
		assertThat(this.size.least()).isEqualTo(room(100_000));
		brought(10, 100);
		assertThat(this.size.least()).isEqualTo((room(100) + room(100_000)) / 2);
	}

	@Test
	void forgetsALargeSizeLittleByLittleWhileNothingComes() {
		brought(10, 1_000_000);
		for (int i = 0; i < 30; i++) {
			this.size.fades();
		}
		assertThat(this.size.least()).isEqualTo(new ReadSize(10).least());
	}

	@Test
	void reservesTwiceWhatMessagesLikeTheLastWouldNeed() {
		brought(10, 1000);
		assertThat(this.size.most(10)).isEqualTo(20 * room(1000));
	}

	@Test
	void isWorthItsWayForAGoodPartOfWhatItCouldBringOrOfAllThatThereIs() {
		brought(10, 1000);
		assertThat(this.size.worth(10, ALL)).isEqualTo(5 * room(1000));
		assertThat(this.size.worth(10, 48 * room(1000))).isEqualTo(3 * room(1000));
		assertThat(this.size.worth(1, ALL)).isEqualTo(room(1000));
	}

}
