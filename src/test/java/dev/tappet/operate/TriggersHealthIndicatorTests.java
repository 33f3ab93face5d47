package dev.tappet.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerCounts;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.Backlog;
import dev.tappet.source.LastingThreads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class TriggersHealthIndicatorTests {

	private static final Instant SINCE = Instant.parse("2030-01-02T03:04:05Z");

	private final SettableClock clock = new SettableClock();

	@Test
	void isUpWhileTriggersRunOrArePaused() {
		TestTrigger paused = TestTrigger.list("jobs", "jobs");
		paused.state = TriggerState.PAUSED;
		Health health = health(TestTrigger.stream("orders", "orders"), paused);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("orders", new TriggerHealth("UP", "running", null, null, null))
			.containsEntry("jobs", new TriggerHealth("UP", "paused", null, null, null));
	}

	@Test
	void isDownWithTheReasonWhenOneFails() {
		TestTrigger orders = TestTrigger.stream("orders", "orders").failing("no Redis at localhost:6379");
		orders.failingSince = SINCE;
		Health health = health(orders, TestTrigger.list("jobs", "jobs"));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails())
			.containsEntry("orders", new TriggerHealth("DOWN", "failing", "no Redis at localhost:6379", SINCE, null))
			.containsEntry("jobs", new TriggerHealth("UP", "running", null, null, null));
	}

	@Test
	void listsDisabledTriggersWithoutCountingThem() {
		Health health = health(TestTrigger.stream("orders", "orders").disabled());
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("orders",
				new TriggerHealth("UNKNOWN", "disabled", null, null, null));
	}

	@Test
	void isUpWithoutTriggers() {
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void staysUpWithTheReasonWhileAPermitIsLeftBesideOverdueHandlers() {
		TestTrigger trigger = TestTrigger.stream("orders", "orders");
		trigger.overdue = 1;
		Health health = health(trigger);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		TriggerHealth detail = detail(health, "orders");
		assertThat(detail.overdueHandlers()).isEqualTo(1);
		assertThat(detail.reason()).contains("ordersHandler", "timeout of 300 s").doesNotContain("restart");
	}

	@Test
	void isDownWhenOverdueHandlersHoldAllPermits() {
		TestTrigger trigger = TestTrigger.stream("orders", "orders");
		trigger.overdue = 2;
		trigger.exhausted = true;
		trigger.longestOverdue = Duration.ofSeconds(90);
		Health health = health(trigger);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(detail(health, "orders").reason()).contains("restart this instance");
		assertThat(detail(health, "orders").since()).isEqualTo(this.clock.instant().minusSeconds(90));
		assertThat(stalled(watch(trigger), trigger)).isOne();
		trigger.exhausted = false;
		assertThat(stalled(watch(trigger), trigger)).isZero();
	}

	@Test
	void isDownWhenTheOnlyPermitOfAStrictTriggerIsOverdue() {
		TestTrigger trigger = TestTrigger.stream("orders", "orders").strict();
		trigger.overdue = 1;
		trigger.exhausted = true;
		assertThat(health(trigger).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void isDownSinceMessagesWaitForWhoHasRoomAndIsGivenNone() {
		TestTrigger orders = TestTrigger.stream("orders", "orders").withBacklog(12, 0);
		StallWatch watch = watch(orders);
		watch.look(0);
		for (int seconds = 30; seconds <= 150; seconds += 30) {
			this.clock.advance(Duration.ofSeconds(30));
			watch.look(Duration.ofSeconds(seconds).toNanos());
		}
		Health health = health(watch, orders);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		TriggerHealth detail = detail(health, "orders");
		assertThat(detail.status()).isEqualTo("DOWN");
		assertThat(detail.reason()).startsWith("stalled: 12 message(s) wait");
		assertThat(detail.since()).isEqualTo(this.clock.instant().minusSeconds(120));
		assertThat(stalled(watch, orders)).isOne();
		orders.counts = new TriggerCounts(1, 0, 0, 0, 0, 0);
		watch.look(Duration.ofSeconds(180).toNanos());
		assertThat(health(watch, orders).getStatus()).isEqualTo(Status.UP);
		assertThat(stalled(watch, orders)).isZero();
	}

	@Test
	void isStalledByItsOwnShareOfTheBacklogAlone() {
		TestTrigger orders = TestTrigger.stream("orders", "orders").withBacklog(12, 0);
		orders.share = (all) -> new Backlog(0, all.inFlight());
		StallWatch watch = watch(orders);
		lookForLong(watch);
		assertThat(health(watch, orders).getStatus()).isEqualTo(Status.UP);
		orders.share = (all) -> new Backlog(all.waiting() - 9, 0);
		lookForLong(watch);
		assertThat(detail(health(watch, orders), "orders").reason()).startsWith("stalled: 3 message(s) wait");
	}

	private void lookForLong(StallWatch watch) {
		for (int seconds = 0; seconds <= 150; seconds += 30) {
			this.clock.advance(Duration.ofSeconds(30));
			watch.look(Duration.ofSeconds(this.clock.instant().getEpochSecond()).toNanos());
		}
	}

	@Test
	void doesNotCallAPausedTriggerStalled() {
		TestTrigger orders = TestTrigger.stream("orders", "orders").withBacklog(12, 0);
		orders.pause();
		StallWatch watch = watch(orders);
		watch.look(0);
		watch.look(Duration.ofHours(1).toNanos());
		watch.look(Duration.ofHours(2).toNanos());
		assertThat(health(watch, orders).getStatus()).isEqualTo(Status.UP);
		assertThat(orders.backlogQuestions).hasValue(0);
	}

	private StallWatch watch(Trigger... triggers) {
		TestRegistry registry = TestRegistry.of(triggers);
		return new StallWatch(registry, new Figures(registry, this.clock), new LastingThreads(), Duration.ofMinutes(2),
				this.clock);
	}

	private Health health(Trigger... triggers) {
		return health(watch(triggers), triggers);
	}

	private Health health(StallWatch watch, Trigger... triggers) {
		return new TriggersHealthIndicator(TestRegistry.of(triggers), watch, this.clock).health();
	}

	/** What is shown to Prometheus. */
	private static double stalled(StallWatch watch, Trigger trigger) {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		StallMeters shown = new StallMeters(TestRegistry.of(trigger), watch);
		shown.bindTo(meters);
		return meters.get("tappet.stalled").gauge().value();
	}

	private static TriggerHealth detail(Health health, String trigger) {
		return (TriggerHealth) Objects.requireNonNull(health.getDetails().get(trigger));
	}

}
