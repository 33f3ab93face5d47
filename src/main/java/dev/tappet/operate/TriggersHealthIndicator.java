package dev.tappet.operate;

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

	TriggersHealthIndicator(TriggerRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Health health() {
		Health.Builder health = Health.up();
		for (Trigger trigger : this.registry.triggers()) {
			TriggerHealth detail = TriggerHealth.of(trigger);
			health.withDetail(trigger.definition().name(), detail);
			if (detail.isDown()) {
				health.down();
			}
		}
		return health.build();
	}

}
