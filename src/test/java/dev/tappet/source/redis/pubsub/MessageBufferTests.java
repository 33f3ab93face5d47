package dev.tappet.source.redis.pubsub;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.redis.connection.Brake;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageBufferTests {

	private final Brake brake = new Brake();

	private final List<String> received = new ArrayList<>();

	private final List<String> refused = new ArrayList<>();

	private long now;

	private final MessageBuffer<String> buffer = buffer(false);

	private MessageBuffer<String> buffer(boolean strict) {
		MessageBuffer<String> made = new MessageBuffer<>(4, strict, new BufferBrake(this.brake, 4, (end) -> {
		}), () -> this.now, (message) -> !this.refused.remove(message));
		made.open(this.received::add);
		return made;
	}

	private static void offer(MessageBuffer<String> buffer, String... messages) {
		for (String message : messages) {
			assertThat(buffer.offer(message)).isTrue();
		}
	}

	@Test
	void givesNoMoreThanWasWanted() {
		offer(this.buffer, "a", "b", "c");
		assertThat(this.received).isEmpty();
		this.buffer.request(2);
		assertThat(this.received).containsExactly("a", "b");
		this.buffer.request(2);
		offer(this.buffer, "d");
		assertThat(this.received).containsExactly("a", "b", "c", "d");
	}

	@Test
	void holdsUpToItsBoundWhetherInAHandlerOrNot() {
		this.buffer.request(2);
		offer(this.buffer, "a", "b", "c", "d");
		assertThat(this.buffer.offer("e")).isFalse();
		this.buffer.retry("a", 100);
		assertThat(this.buffer.offer("e")).isFalse();
		this.buffer.finished();
		assertThat(this.buffer.offer("e")).isTrue();
		assertThat(this.buffer.offer("f")).isFalse();
	}

	@Test
	void givesARetryBeforeOthersWhenItIsDue() {
		this.buffer.request(1);
		offer(this.buffer, "a", "b", "c");
		this.buffer.retry("a again", 100);
		this.buffer.request(1);
		assertThat(this.received).containsExactly("a", "b");
		this.now = 100;
		this.buffer.request(1);
		assertThat(this.received).containsExactly("a", "b", "a again");
	}

	@Test
	void holdsOthersUpForARetryWhereTheOrderCounts() {
		MessageBuffer<String> strict = buffer(true);
		strict.request(1);
		offer(strict, "a", "b");
		strict.retry("a again", 100);
		strict.request(1);
		assertThat(this.received).containsExactly("a");
		this.now = 100;
		strict.drain();
		strict.request(1);
		assertThat(this.received).containsExactly("a", "a again", "b");
	}

	@Test
	void forgetsWhatMayNotBeHandedOutAndGivesTheNext() {
		this.refused.addAll(List.of("a", "b again"));
		this.buffer.request(1);
		offer(this.buffer, "a", "b", "c");
		assertThat(this.received).containsExactly("b");
		this.buffer.retry("b again", 0);
		this.buffer.request(2);
		assertThat(this.received).containsExactly("b", "c");
		assertThat(this.buffer.inHands()).isEqualTo(1);
		assertThat(this.buffer.clear()).isEqualTo(1);
	}

	@Test
	void tellsWhatIsInHands() {
		this.buffer.request(2);
		offer(this.buffer, "a", "b", "c");
		assertThat(this.buffer.inHands()).isEqualTo(2);
		this.buffer.retry("a", 100);
		assertThat(this.buffer.inHands()).isEqualTo(1);
		this.buffer.finished();
		assertThat(this.buffer.inHands()).isZero();
	}

	@Test
	void givesNothingWhileItIsPaused() {
		this.buffer.pause();
		this.buffer.request(3);
		offer(this.buffer, "a");
		this.buffer.retry("b", 0);
		this.buffer.drain();
		assertThat(this.received).isEmpty();
		this.buffer.resume();
		assertThat(this.received).containsExactly("b", "a");
	}

	@Test
	void givesToOneAtATimeThoughTheReceiverWantsMore() {
		MessageBuffer<String> greedy = new MessageBuffer<>(4, false, new BufferBrake(this.brake, 4, (end) -> {
		}), () -> this.now, (message) -> !this.refused.remove(message));
		List<String> inside = new ArrayList<>();
		greedy.open((message) -> {
			inside.add("begin " + message);
			greedy.request(1);
			inside.add("end " + message);
		});
		offer(greedy, "a", "b");
		greedy.request(1);
		assertThat(inside).containsExactly("begin a", "end a", "begin b", "end b");
	}

	@Test
	void forgetsEverythingAndReleasesTheBrake() {
		offer(this.buffer, "a", "b", "c");
		this.buffer.retry("d", 0);
		assertThat(this.brake.isPressed()).isTrue();
		assertThat(this.buffer.clear()).isEqualTo(3);
		assertThat(this.brake.isPressed()).isFalse();
		this.buffer.request(5);
		assertThat(this.received).isEmpty();
	}

	@Test
	void releasesTheBrakeWhenHalfOfItIsDone() {
		this.buffer.request(4);
		offer(this.buffer, "a", "b", "c");
		assertThat(this.brake.isPressed()).isTrue();
		this.buffer.finished();
		assertThat(this.brake.isPressed()).isFalse();
	}

	@Test
	void saysWhetherItIsOpenAndPaused() {
		MessageBuffer<String> closed = new MessageBuffer<>(4, false, new BufferBrake(this.brake, 4, (end) -> {
		}), () -> this.now, (message) -> !this.refused.remove(message));
		assertThat(closed.isOpen()).isFalse();
		assertThat(this.buffer.isOpen()).isTrue();
		assertThat(this.buffer.isPaused()).isFalse();
		this.buffer.pause();
		assertThat(this.buffer.isPaused()).isTrue();
		this.buffer.resume();
		assertThat(this.buffer.isPaused()).isFalse();
	}

}
