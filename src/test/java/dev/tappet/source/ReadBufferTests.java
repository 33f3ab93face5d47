package dev.tappet.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadBufferTests {

	/** Shortly before times overflow. */
	private static final long NOW = Long.MAX_VALUE - 10;

	private final ReadBuffer buffer = new ReadBuffer(1000);

	private final List<String> woken = new ArrayList<>();

	private ReadBuffer.Share share(String name) {
		return this.buffer.share(() -> this.woken.add(name));
	}

	@Test
	void countsTheBytesTwiceForAHandlerHasThemInAnotherFormAsWell() {
		assertThat(ReadBuffer.room(100)).isEqualTo(200);
		assertThat(ReadBuffer.bytes(ReadBuffer.room(100))).isEqualTo(100);
	}

	@Test
	void givesWhatAReadCouldNeedAndTakesItBack() {
		ReadBuffer.Share share = share("one");
		assertThat(share.reserve(10, 300, NOW)).isEqualTo(300);
		assertThat(this.buffer.used()).isEqualTo(300);
		share.release(100);
		assertThat(this.buffer.used()).isEqualTo(200);
		assertThat(this.buffer.most()).isEqualTo(1000);
	}

	@Test
	void leavesAPartForWhoeverHoldsNothing() {
		assertThat(share("one").reserve(10, 5000, NOW)).isEqualTo(750);
		assertThat(share("two").reserve(10, 5000, NOW)).isEqualTo(187);
		assertThat(share("three").reserve(10, 5000, NOW)).isEqualTo(47);
	}

	@Test
	void makesWhoeverHoldsMuchWaitAndWakesThemWhenThereIsRoom() {
		ReadBuffer.Share share = share("one");
		share.reserve(750, 750, NOW);
		assertThat(share.reserve(10, 10, NOW)).isZero();
		assertThat(this.woken).isEmpty();
		share.release(100);
		assertThat(this.woken).containsExactly("one");
		share.release(100);
		assertThat(this.woken).as("it knows").hasSize(1);
		assertThat(share.reserve(10, 10, NOW)).isEqualTo(10);
		share.release(10);
		assertThat(this.woken).as("it waits no more").hasSize(1);
	}

	@Test
	void letsAMessageThatIsLargerThanAllGoAlone() {
		ReadBuffer.Share small = share("small");
		ReadBuffer.Share large = share("large");
		small.reserve(10, 10, NOW);
		assertThat(large.reserve(5000, 5000, NOW)).isZero();
		small.release(10);
		assertThat(this.woken).containsExactly("large");
		assertThat(large.reserve(5000, 5000, NOW)).isEqualTo(5000);
		assertThat(small.reserve(10, 10, NOW)).isZero();
		large.release(5000);
		assertThat(this.woken).containsExactly("large", "small");
	}

	@Test
	void servesWhoeverHoldsNothingBeforeThoseThatCameLater() {
		ReadBuffer.Share busy = share("busy");
		ReadBuffer.Share large = share("large");
		busy.reserve(300, 300, NOW);
		assertThat(large.reserve(900, 900, NOW)).isZero();
		assertThat(busy.reserve(10, 10, NOW)).as("would go on for ever").isZero();
		busy.release(300);
		assertThat(this.woken).contains("large");
		assertThat(busy.reserve(10, 10, NOW)).isZero();
		assertThat(large.reserve(900, 900, NOW)).isEqualTo(900);
	}

	@Test
	void forgetsWhoAsksNoMore() {
		ReadBuffer.Share busy = share("busy");
		busy.reserve(300, 300, NOW);
		share("paused").reserve(900, 900, NOW);
		assertThat(busy.reserve(10, 10, NOW)).isZero();
		assertThat(busy.reserve(10, 10, NOW + Duration.ofSeconds(4).toNanos())).isEqualTo(10);
	}

	@Test
	void extendsAReadWhileThereIsRoomAndNobodyWaitsForIt() {
		ReadBuffer.Share share = share("one");
		share.reserve(100, 100, NOW);
		assertThat(share.extend(500, -1, NOW)).isTrue();
		assertThat(share.extend(300, -1, NOW)).isFalse();
		assertThat(this.buffer.used()).isEqualTo(600);
		share("other").reserve(900, 900, NOW);
		assertThat(share.extend(1, -1, NOW)).isFalse();
	}

	@Test
	void extendsTheFirstMessageOfAReadWithoutEndWhereNothingElseIsThere() {
		ReadBuffer.Share share = share("one");
		share.reserve(100, 100, NOW);
		assertThat(share.extend(5000, 100, NOW)).isTrue();
		share.release(5100);
		share("other").reserve(1, 1, NOW);
		share.reserve(100, 100, NOW);
		assertThat(share.extend(5000, 100, NOW)).isFalse();
	}

	@Test
	void isGivenBackAllThatAReaderHoldsWhenItEnds() {
		ReadBuffer.Share share = share("one");
		share.reserve(100, 750, NOW);
		share("other").reserve(600, 600, NOW);
		share.close();
		assertThat(this.buffer.used()).isZero();
		assertThat(this.woken).containsExactly("other");
		share.release(100);
		share.add(100);
		assertThat(this.buffer.used()).isZero();
		assertThat(share.reserve(1, 1, NOW)).isZero();
	}

}
