package dev.tappet.source.redis.pubsub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.SourceStatus.State;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.pubsub.ChannelCondition.Concern;
import dev.tappet.support.Silent;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChannelConditionTests {

	private static final RuntimeException REFUSED = new RedisCommandExecutionException(
			"NOPERM this user has no permissions");

	private static final RuntimeException UNANSWERED = new RedisConnectionException("not connected");

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final AtomicInteger restarts = new AtomicInteger();

	private final List<String> gaps = new ArrayList<>();

	private final List<Instant> since = new ArrayList<>();

	private final ChannelCondition condition = new ChannelCondition(
			new SubscriberSettings("in", new Subscription("news", false, false), 10, false, false), () -> "here:6379",
			new Subject.Channel("news", "in-poison"), new Silent() {

				@Override
				public void gap(String source, Instant since) {
					ChannelConditionTests.this.gaps.add(source);
					ChannelConditionTests.this.since.add(since);
				}

				@Override
				public void restarted() {
					ChannelConditionTests.this.restarts.incrementAndGet();
				}

			}, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), this.nanos::get);

	private void assertReading() {
		assertThat(this.condition.status().state()).isEqualTo(State.READING);
		assertThat(this.condition.status().reason()).isNull();
	}

	private void assertFailing(String... reason) {
		assertThat(this.condition.status().state()).isEqualTo(State.FAILING);
		assertThat(this.condition.status().reason()).contains(reason);
	}

	@Test
	void isStartingUntilItHears() {
		assertThat(this.condition.status().isStarting()).isTrue();
		this.condition.fails(Concern.LEAD, REFUSED);
		assertThat(this.condition.status().isStarting()).isTrue();
		this.condition.works(Concern.LEAD);
		this.condition.hears();
		assertReading();
		assertThat(this.condition.isHearing()).isTrue();
	}

	@Test
	void failsWithAConcernAsLongAsThatIsRefused() {
		this.condition.hears();
		this.condition.fails(Concern.LEAD, REFUSED);
		assertFailing("replicas: one", "tappet:{in}:leader", "ACL SETUSER");
		assertThat(this.condition.isHearing()).isTrue();
		this.condition.fails(Concern.DEAD_LETTERS, REFUSED);
		this.condition.works(Concern.LEAD);
		assertFailing("dead letters", "in-poison", "ACL SETUSER");
		this.condition.works(Concern.DEAD_LETTERS);
		assertReading();
		assertThat(this.restarts).hasValue(0);
	}

	@Test
	void failsWithAConcernThatHasHadNoAnswerForLong() {
		this.condition.hears();
		this.condition.fails(Concern.LEAD, UNANSWERED);
		this.nanos.addAndGet(Duration.ofSeconds(5).toNanos());
		this.condition.fails(Concern.LEAD, UNANSWERED);
		assertReading();
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		this.condition.fails(Concern.LEAD, UNANSWERED);
		assertFailing("replicas: one", "does not answer");
	}

	@Test
	void showsFirstThatItDoesNotHear() {
		this.condition.hears();
		this.condition.fails(Concern.DEAD_LETTERS, REFUSED);
		this.condition.fails(UNANSWERED, this.nanos.get());
		assertFailing("does not answer");
		assertThat(this.condition.status().reason()).doesNotContain("dead letters");
		assertThat(this.condition.isHearing()).isFalse();
		this.condition.hears();
		assertFailing("dead letters");
		assertThat(this.restarts).hasValue(1);
	}

	@Test
	void doesNotBlameAConcernForALossThatIsOver() {
		this.condition.hears();
		this.condition.fails(UNANSWERED, this.nanos.get());
		this.condition.fails(Concern.LEAD, UNANSWERED);
		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
		this.condition.fails(Concern.LEAD, UNANSWERED);
		assertFailing("does not answer");
		this.condition.hears();
		assertReading();
		this.condition.fails(Concern.LEAD, UNANSWERED);
		assertReading();
	}

	@Test
	void tellsOfAGapOnceItHearsAllAgain() {
		this.condition.misses(this.nanos.get());
		this.condition.fails(UNANSWERED, this.nanos.get());
		this.condition.hears();
		assertThat(this.gaps).isEmpty();
		this.condition.hears();
		this.condition.misses(this.nanos.get());
		this.condition.misses(this.nanos.get());
		assertReading();
		this.condition.hears();
		this.condition.hears();
		assertThat(this.gaps).containsExactly("news");
		assertThat(this.restarts).hasValue(0);
		this.condition.misses(this.nanos.get());
		this.condition.fails(UNANSWERED, this.nanos.get());
		assertThat(this.gaps).hasSize(1);
		this.condition.hears();
		assertThat(this.gaps).hasSize(2);
		assertThat(this.restarts).hasValue(1);
	}

	private long passes(long millis) {
		return this.nanos.addAndGet(Duration.ofMillis(millis).toNanos());
	}

	@Test
	void tellsThatAGapBeganWhenAllWasHeardLast() {
		this.condition.hears();
		long heard = passes(5000);
		passes(4000);
		this.condition.fails(UNANSWERED, heard);
		passes(1000);
		this.condition.hears();
		assertThat(this.since).containsExactly(Instant.EPOCH.minusSeconds(4));
	}

	@Test
	void takesTheEarliestOfWhatIsKnownOfTheBeginOfAGap() {
		this.condition.hears();
		long changed = passes(5000);
		this.condition.fails(UNANSWERED, passes(1000));
		this.condition.misses(passes(1000));
		this.condition.misses(changed);
		this.condition.misses(passes(1000));
		this.condition.hears();
		assertThat(this.since).containsExactly(Instant.EPOCH.minusSeconds(2));
	}

	@Test
	void hasNoGapBeforeItHeardForTheFirstTime() {
		long before = this.nanos.get();
		passes(5000);
		this.condition.hears();
		passes(1000);
		this.condition.misses(before);
		this.condition.hears();
		assertThat(this.since).containsExactly(Instant.EPOCH.minusSeconds(1));
	}

}
