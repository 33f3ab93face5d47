package dev.tappet.operate;

import java.util.List;

import dev.tappet.source.LastingThreads;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Down when a thread is dead that the service cannot be without. Part of the liveness:
 * only a restart brings it back.
 */
class ThreadsHealthIndicator implements HealthIndicator {

	private final LastingThreads threads;

	ThreadsHealthIndicator(LastingThreads threads) {
		this.threads = threads;
	}

	@Override
	public Health health() {
		List<String> dead = this.threads.dead();
		return dead.isEmpty() ? Health.up().build()
				: Health.down()
					.withDetail("dead", dead)
					.withDetail("reason",
							"these threads have ended, and the service cannot be without them; restart it")
					.build();
	}

}
