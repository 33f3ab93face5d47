package dev.tappet.source.redis.pubsub;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.redis.connection.Brake;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BufferBrakeTests {

	private final Brake brake = new Brake();

	private final List<Runnable> ends = new ArrayList<>();

	private final BufferBrake ofBuffer = new BufferBrake(this.brake, 100, this.ends::add);

	@Test
	void pressesAtThreeQuartersUntilHalfIsLeft() {
		this.ofBuffer.grown(74);
		assertThat(this.brake.isPressed()).isFalse();
		this.ofBuffer.grown(75);
		assertThat(this.brake.isPressed()).isTrue();
		this.ofBuffer.shrunk(51);
		assertThat(this.brake.isPressed()).isTrue();
		this.ofBuffer.shrunk(50);
		assertThat(this.brake.isPressed()).isFalse();
	}

	@Test
	void pressesAgain() {
		for (int i = 0; i < 3; i++) {
			this.ofBuffer.grown(75);
			assertThat(this.brake.isPressed()).isTrue();
			this.ofBuffer.shrunk(50);
			assertThat(this.brake.isPressed()).isFalse();
		}
	}

	@Test
	void pressesOnceHoweverFullTheBufferIs() {
		this.ofBuffer.grown(75);
		this.ofBuffer.grown(76);
		this.ofBuffer.grown(100);
		this.ofBuffer.shrunk(50);
		assertThat(this.brake.isPressed()).isFalse();
	}

	@Test
	void givesUpOnAHandlerThatDoesNotKeepUpUntilItHasCaughtUp() {
		this.ofBuffer.grown(75);
		this.ends.removeFirst().run();
		assertThat(this.brake.isPressed()).isFalse();
		this.ofBuffer.shrunk(74);
		this.ofBuffer.grown(75);
		assertThat(this.brake.isPressed()).isFalse();
		this.ofBuffer.shrunk(50);
		this.ofBuffer.grown(75);
		assertThat(this.brake.isPressed()).isTrue();
	}

	@Test
	void doesNotGiveUpBecauseOfAnEarlierTime() {
		this.ofBuffer.grown(75);
		this.ofBuffer.shrunk(50);
		this.ofBuffer.grown(75);
		this.ends.getFirst().run();
		assertThat(this.brake.isPressed()).isTrue();
		this.ends.getLast().run();
		assertThat(this.brake.isPressed()).isFalse();
	}

	@Test
	void leavesAloneWhatAnotherBufferPresses() {
		new BufferBrake(this.brake, 4, this.ends::add).grown(3);
		this.ofBuffer.grown(75);
		this.ofBuffer.shrunk(50);
		assertThat(this.brake.isPressed()).isTrue();
	}

}
