package dev.tappet.source.redis.lease;

import java.util.List;

import dev.tappet.source.Message;
import dev.tappet.source.ReadBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenBatchTests {

	private final OpenBatch batch = Batches.fresh("token", 5);

	@Test
	void startsWhereNothingIsOpenBefore() {
		this.batch.close(1);
		assertThat(this.batch.start()).isZero();
		this.batch.close(0);
		assertThat(this.batch.start()).isEqualTo(2);
		this.batch.close(4);
		assertThat(this.batch.start()).isEqualTo(2);
		this.batch.close(2);
		this.batch.close(3);
		assertThat(this.batch.start()).isEqualTo(5);
	}

	@Test
	void countsAMessageOnceHoweverOftenItIsClosed() {
		assertThat(this.batch.open()).isEqualTo(5);
		this.batch.close(3);
		this.batch.close(3);
		assertThat(this.batch.open()).isEqualTo(4);
		assertThat(this.batch.isClosed(3)).isTrue();
		assertThat(this.batch.isClosed(2)).isFalse();
	}

	@Test
	void countsDownToTheLastConfirmedVerdict() {
		assertThat(this.batch.unconfirmed()).isEqualTo(5);
		for (int left = 4; left >= 0; left--) {
			assertThat(this.batch.confirmed()).isEqualTo(left);
			assertThat(this.batch.unconfirmed()).isEqualTo(left);
		}
	}

	@Test
	void isOnItsFirstAttemptUnlessItWasTakenBefore() {
		assertThat(this.batch.attempt(4)).isEqualTo(1);
		OpenBatch again = OpenBatch.again("token", this.batch.messages.subList(0, 2), new int[] { 3, 5 });
		assertThat(again.attempt(0)).isEqualTo(3);
		assertThat(again.attempt(1)).isEqualTo(5);
		assertThat(again.size()).isEqualTo(2);
		assertThat(again.name).isNull();
	}

	@Test
	void givesTheRoomOfAMessageBackOnce() {
		ReadBuffer buffer = new ReadBuffer(1000);
		ReadBuffer.Share share = buffer.share(() -> {
		});
		share.add(this.batch.count(share));
		long all = buffer.used();
		this.batch.free(2);
		this.batch.free(2);
		this.batch.free(0);
		assertThat(buffer.used()).isEqualTo(all * 3 / 5);
		this.batch.freeAll();
		assertThat(buffer.used()).isZero();
	}

	@Test
	void owesNothingWhenTheLastRoomIsReleasedInAnotherWay() {
		ReadBuffer buffer = new ReadBuffer(100_000);
		ReadBuffer.Share share = buffer.share(() -> {
		});
		OpenBatch passedOn = Batches.fresh("token", 5);
		share.add(passedOn.count(share));
		long each = buffer.used() / 5;
		freeButTheLast(passedOn);
		passedOn.pass(4);
		assertThat(buffer.used()).isEqualTo(each);
		OpenBatch settled = Batches.fresh("token", 5);
		share.add(settled.count(share));
		freeButTheLast(settled);
		settled.release(settled.freed(4));
		assertThat(buffer.used()).isEqualTo(each);
	}

	private static void freeButTheLast(OpenBatch batch) {
		for (int i = 0; i < 4; i++) {
			batch.free(i);
		}
	}

	@Test
	void passesTheRoomOfAMessageOnThatIsKeptElsewhere() {
		ReadBuffer buffer = new ReadBuffer(100_000);
		ReadBuffer.Share share = buffer.share(() -> {
		});
		OpenBatch first = Batches.ofBytes("token", 1, 2000);
		List<Message> kept = List.of(first.messages.getFirst());
		share.add(first.count(share));
		long used = buffer.used();
		OpenBatch again = OpenBatch.again("token", kept, new int[] { 2 }).counted(first.pass(0));
		first.free(0);
		assertThat(buffer.used()).isEqualTo(used);
		assertThat(Batches.bytes(first, 0)).isZero();
		assertThat(again.isCounted()).isTrue();
		again.free(0);
		assertThat(buffer.used()).isZero();
	}

}
