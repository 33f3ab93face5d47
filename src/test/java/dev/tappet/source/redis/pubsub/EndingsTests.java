package dev.tappet.source.redis.pubsub;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndingsTests {

	private static final Subscription NEWS = Subscription.shard("news");

	private static final Subscription OTHER = Subscription.shard("other");

	private final Endings endings = new Endings();

	private long now = Long.MAX_VALUE - 1000;

	private long looked = this.now - 5;

	private boolean rests(Subscription subscription) {
		return this.endings.rests(subscription, this.looked, this.now);
	}

	@Test
	void whatAServerHasEndedRestsUntilALookThatBeganLater() {
		assertThat(rests(NEWS)).isFalse();
		this.endings.ended(NEWS, this.now);
		assertThat(rests(NEWS)).isTrue();
		assertThat(rests(OTHER)).isFalse();
		this.now += 10;
		this.looked = this.now - 10;
		assertThat(rests(NEWS)).isTrue();
		this.looked++;
		assertThat(rests(NEWS)).isFalse();
	}

	@Test
	void doesNotRestForEverWhereNoLookSucceeds() {
		this.endings.ended(NEWS, this.now);
		this.now += Endings.REST.toNanos() - 1;
		assertThat(rests(NEWS)).isTrue();
		this.now += 1;
		assertThat(rests(NEWS)).isFalse();
	}

	@Test
	void whatWasNotWantedMeanwhileDoesNotRest() {
		this.endings.ended(NEWS, this.now);
		this.endings.ended(OTHER, this.now);
		this.endings.keep(OTHER::equals);
		assertThat(rests(NEWS)).isFalse();
		assertThat(rests(OTHER)).isTrue();
	}

}
