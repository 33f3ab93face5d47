package dev.tappet.trigger;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPolicyTests {

	private static final double MIDDLE = 0.5;

	@Test
	void countsTheFirstAttemptAmongTheAttempts() {
		RetryPolicy policy = policy(3, 0);
		assertThat(IntStream.rangeClosed(1, 4).mapToObj(policy::allowsAfter)).containsExactly(true, true, false, false);
		assertThat(policy(1, 0).allowsAfter(1)).isFalse();
	}

	@Test
	void waitsTheInitialDelayFirstThenGrowsUpToTheLongest() {
		assertThat(delays(policy(10, 0), MIDDLE)).containsExactly(seconds(1), seconds(2), seconds(4), seconds(8),
				seconds(10), seconds(10));
	}

	@Test
	void drawsTheDelayWithinTheJitterOnBothSides() {
		RetryPolicy policy = policy(10, 0.2);
		assertThat(policy.delayAfter(2, 0)).isEqualTo(Duration.ofMillis(1600));
		assertThat(policy.delayAfter(2, MIDDLE)).isEqualTo(seconds(2));
		assertThat(policy.delayAfter(2, 1)).isEqualTo(Duration.ofMillis(2400));
	}

	@Test
	void waitsNoLongerThanTheLongestAlsoWithJitter() {
		assertThat(policy(10, 0.5).delayAfter(9, 1)).isEqualTo(seconds(10));
		assertThat(policy(10, 0.5).delayAfter(9, 0)).isEqualTo(seconds(5));
	}

	@Test
	void staysAtTheLongestHoweverManyAttemptsThereAre() {
		assertThat(policy(Integer.MAX_VALUE, 0).delayAfter(Integer.MAX_VALUE - 1, MIDDLE)).isEqualTo(seconds(10));
	}

	@Test
	void staysAtTheInitialDelayWithoutGrowth() {
		RetryPolicy constant = new RetryPolicy(5, seconds(3), 1, seconds(10), 0);
		assertThat(delays(constant, MIDDLE)).containsOnly(seconds(3));
	}

	@Test
	void doesNotWaitWhereNoDelayIsWanted() {
		RetryPolicy atOnce = new RetryPolicy(5, Duration.ZERO, 2, Duration.ZERO, 0.2);
		assertThat(delays(atOnce, 1)).containsOnly(Duration.ZERO);
	}

	private static List<Duration> delays(RetryPolicy policy, double chance) {
		return IntStream.rangeClosed(1, 6).mapToObj((attempt) -> policy.delayAfter(attempt, chance)).toList();
	}

	private static RetryPolicy policy(int maxAttempts, double jitter) {
		return new RetryPolicy(maxAttempts, seconds(1), 2, seconds(10), jitter);
	}

	private static Duration seconds(int seconds) {
		return Duration.ofSeconds(seconds);
	}

}
