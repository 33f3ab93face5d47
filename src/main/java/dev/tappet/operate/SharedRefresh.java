package dev.tappet.operate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes one question of a scrape's many gauges: the first asks for the figures of all
 * triggers and waits, those that follow find the answers, or that there are none.
 */
class SharedRefresh {

	private final Figures figures;

	private final Clock clock;

	private Instant last = Instant.EPOCH;

	SharedRefresh(Figures figures, Clock clock) {
		this.figures = figures;
		this.clock = clock;
	}

	synchronized void refresh(Duration patience) {
		Duration age = Duration.between(this.last, this.clock.instant());
		if (age.isNegative() || age.compareTo(CachedFigure.FRESH) >= 0) {
			this.figures.refresh(patience);
			this.last = this.clock.instant();
		}
	}

}
