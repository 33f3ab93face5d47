package dev.tappet.operate;

import java.time.Clock;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerRegistry;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Down when a trigger is. Reads what is known already, so that the answer does not wait
 * for a broker that is gone.
 */
class TriggersHealthIndicator implements HealthIndicator {

	private final TriggerRegistry registry;

	private final StallWatch stalls;

	private final Clock clock;

	TriggersHealthIndicator(TriggerRegistry registry, StallWatch stalls, Clock clock) {
		this.registry = registry;
		this.stalls = stalls;
		this.clock = clock;
	}

	@Override
	public Health health() {
		Health.Builder health = Health.up();
		for (Trigger trigger : this.registry.triggers()) {
			String name = trigger.definition().name();
			TriggerHealth detail = TriggerHealth.of(trigger, this.stalls.find(name), this.clock);
			health.withDetail(name, detail);
			if (detail.isDown()) {
				health.down();
			}
		}
		return health.build();
	}

}
