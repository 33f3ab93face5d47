package dev.tappet.source.redis.pubsub;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadinessTests {

	/** Such times may run over. */
	private static final long NOW = Long.MAX_VALUE - Readiness.AFTER_OTHERS / 2;

	private final Readiness readiness = new Readiness();

	@Test
	void comesWithTheFirstSubscription() {
		assertThat(this.readiness.in(NOW)).isEqualTo(Long.MAX_VALUE);
		this.readiness.hearsNothing();
		this.readiness.hears(NOW);
		assertThat(this.readiness.in(NOW)).isZero();
	}

	@Test
	void comesLaterAfterAnInterruption() {
		this.readiness.hears(NOW - 10);
		this.readiness.hearsNothing();
		assertThat(this.readiness.in(NOW)).isEqualTo(Long.MAX_VALUE);
		this.readiness.hears(NOW);
		this.readiness.hears(NOW + 100);
		assertThat(this.readiness.in(NOW + 100)).isEqualTo(Readiness.AFTER_OTHERS - 100);
		assertThat(this.readiness.in(NOW + Readiness.AFTER_OTHERS)).isZero();
	}

}
