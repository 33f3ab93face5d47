package dev.tappet.source.redis.pubsub;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OverflowTests {

	private final List<Instant> gaps = new ArrayList<>();

	private final Overflow overflow = new Overflow(10, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), this.gaps::add);

	@Test
	void isOneGapUntilTheHandlersHaveCaughtUp() {
		assertThat(this.overflow.dropped()).isTrue();
		this.overflow.left(9);
		assertThat(this.overflow.dropped()).isFalse();
		this.overflow.left(6);
		assertThat(this.gaps).isEmpty();
		this.overflow.left(5);
		this.overflow.left(4);
		assertThat(this.gaps).containsExactly(Instant.EPOCH);
		assertThat(this.overflow.dropped()).isTrue();
		this.overflow.left(5);
		assertThat(this.gaps).hasSize(2);
	}

}
