package dev.tappet.operate;

import java.util.Objects;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class TriggersHealthIndicatorTests {

	@Test
	void isUpWhileTriggersRunOrArePaused() {
		TestTrigger paused = TestTrigger.list("jobs", "jobs");
		paused.state = TriggerState.PAUSED;
		Health health = health(TestTrigger.stream("orders", "orders"), paused);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("orders", new TriggerHealth("UP", "running", null, null))
			.containsEntry("jobs", new TriggerHealth("UP", "paused", null, null));
	}

	@Test
	void isDownWithTheReasonWhenOneFails() {
		Health health = health(TestTrigger.stream("orders", "orders").failing("no Redis at localhost:6379"),
				TestTrigger.list("jobs", "jobs"));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails())
			.containsEntry("orders", new TriggerHealth("DOWN", "failing", "no Redis at localhost:6379", null))
			.containsEntry("jobs", new TriggerHealth("UP", "running", null, null));
	}

	@Test
	void listsDisabledTriggersWithoutCountingThem() {
		Health health = health(TestTrigger.stream("orders", "orders").disabled());
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("orders", new TriggerHealth("UNKNOWN", "disabled", null, null));
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
		assertThat(detail.reason()).contains("ordersHandler", "PT5M").doesNotContain("restart");
	}

	@Test
	void isDownWhenOverdueHandlersHoldAllPermits() {
		TestTrigger trigger = TestTrigger.stream("orders", "orders");
		trigger.overdue = 2;
		trigger.exhausted = true;
		Health health = health(trigger);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(detail(health, "orders").reason()).contains("restart this instance");
	}

	@Test
	void isDownWhenTheOnlyPermitOfAStrictTriggerIsOverdue() {
		TestTrigger trigger = TestTrigger.stream("orders", "orders").strict();
		trigger.overdue = 1;
		trigger.exhausted = true;
		assertThat(health(trigger).getStatus()).isEqualTo(Status.DOWN);
	}

	private static Health health(Trigger... triggers) {
		return new TriggersHealthIndicator(TestRegistry.of(triggers)).health();
	}

	private static TriggerHealth detail(Health health, String trigger) {
		return (TriggerHealth) Objects.requireNonNull(health.getDetails().get(trigger));
	}

}
