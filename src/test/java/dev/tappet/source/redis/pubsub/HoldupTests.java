package dev.tappet.source.redis.pubsub;

import java.time.Duration;

import dev.tappet.source.redis.connection.Throttle;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HoldupTests {

	private final Throttle throttle = new Throttle();

	private final Holdup holdup = new Holdup(this.throttle, 100);

	@Test
	void holdsUpAtThreeQuartersUntilHalfIsLeft() {
		this.holdup.grown(74);
		assertThat(this.throttle.isOpen()).isTrue();
		this.holdup.grown(75);
		assertThat(this.throttle.isOpen()).isFalse();
		this.holdup.shrunk(51);
		assertThat(this.throttle.isOpen()).isFalse();
		this.holdup.shrunk(50);
		assertThat(this.throttle.isOpen()).isTrue();
	}

	@Test
	void holdsUpAgain() {
		for (int i = 0; i < 3; i++) {
			this.holdup.grown(75);
			assertThat(this.throttle.isOpen()).isFalse();
			this.holdup.shrunk(50);
			assertThat(this.throttle.isOpen()).isTrue();
		}
	}

	@Test
	void givesUpOnAHandlerThatDoesNotKeepUp() {
		this.holdup.grown(75);
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(this.throttle::isOpen);
		this.holdup.shrunk(74);
		this.holdup.grown(75);
		assertThat(this.throttle.isOpen()).isTrue();
		this.holdup.shrunk(50);
		this.holdup.grown(75);
		assertThat(this.throttle.isOpen()).isFalse();
	}

}
