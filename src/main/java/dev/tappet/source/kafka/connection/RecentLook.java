package dev.tappet.source.kafka.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What was found when somebody last looked. One looks at a time, and what is fresh serves
 * all, since a cluster that is away is asked about by every trigger that reads there.
 */
final class RecentLook {

	static final long FRESH = TimeUnit.SECONDS.toNanos(3);

	private final ReentrantLock looking = new ReentrantLock();

	private final Supplier<@Nullable Obstacle> look;

	private final LongSupplier ticker;

	private volatile @Nullable Found last;

	RecentLook(Supplier<@Nullable Obstacle> look, LongSupplier ticker) {
		this.look = look;
		this.ticker = ticker;
	}

	/**
	 * What was found.
	 *
	 * @param obstacle what stood in the way, or {@code null}
	 * @param when when that was
	 */
	private record Found(@Nullable Obstacle obstacle, long when) {
	}

	/** What stands in the way now. */
	@Nullable Obstacle now() {
		this.looking.lock();
		try {
			Obstacle obstacle = this.look.get();
			this.last = new Found(obstacle, this.ticker.getAsLong());
			return obstacle;
		}
		finally {
			this.looking.unlock();
		}
	}

	/** What stood in the way a moment ago, or while somebody else is looking, before. */
	@Nullable Obstacle lately() {
		Found known = this.last;
		boolean fresh = known != null && this.ticker.getAsLong() - known.when() < FRESH;
		if (known != null && (fresh || this.looking.isLocked())) {
			return known.obstacle();
		}
		return now();
	}

}
