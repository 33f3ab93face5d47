package dev.tappet.source.redis.pubsub;

import dev.tappet.source.ReadBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeldRoomTests {

	private final ReadBuffer buffer = new ReadBuffer(8000);

	private final HeldRoom room = new HeldRoom(this.buffer);

	@Test
	void isAPartOfWhatThereIsForAllThatIsRead() {
		assertThat(this.room.take(900)).isTrue();
		assertThat(this.buffer.used()).isEqualTo(900);
		assertThat(this.room.take(101)).isFalse();
		assertThat(this.room.take(100)).isTrue();
		this.room.free(900);
		assertThat(this.buffer.used()).isEqualTo(100);
		assertThat(this.room.take(900)).isTrue();
	}

	@Test
	void isNoMoreThanOthersHaveLeft() {
		ReadBuffer.Share other = this.buffer.share(() -> {
		});
		other.add(7900);
		assertThat(this.room.take(500)).isFalse();
		other.release(7900);
		assertThat(this.room.take(500)).isTrue();
	}

	@Test
	void isBoundedHoweverMuchThereIs() {
		HeldRoom large = new HeldRoom(new ReadBuffer(1L << 40));
		assertThat(large.take(16L << 20)).isTrue();
		assertThat(large.take(1)).isFalse();
	}

	@Test
	void isGivenBackInTheEnd() {
		assertThat(this.room.take(900)).isTrue();
		this.room.close();
		assertThat(this.buffer.used()).isZero();
	}

	@Test
	void countsTheBodyAndWhatIsBesideIt() {
		Published message = new Published("a", 1, "news", "news", new byte[1000]);
		assertThat(HeldRoom.of(message)).isEqualTo(ReadBuffer.room(1000 + ReadBuffer.BESIDE));
	}

}
