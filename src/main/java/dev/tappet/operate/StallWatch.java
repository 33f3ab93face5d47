package dev.tappet.operate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerCounts;
import dev.tappet.runtime.TriggerRegistry;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.Backlog;
import dev.tappet.source.LastingThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Looks from time to time whether triggers are stalled. Only those are asked about in
 * which nothing moves, and the answers serve whoever asks for the figures as well.
 */
class StallWatch implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(StallWatch.class);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/**
	 * A trigger that is stalled.
	 *
	 * @param since when messages began to wait
	 * @param backlog how many wait
	 */
	record Stalled(Instant since, long backlog) {
	}

	private final TriggerRegistry registry;

	private final Figures figures;

	private final LastingThreads threads;

	private final Duration bound;

	private final Clock clock;

	private final Map<String, Stall> stalls = new TreeMap<>();

	private volatile Map<String, Stalled> stalled = Map.of();

	private volatile boolean watching;

	private @Nullable Thread thread;

	StallWatch(TriggerRegistry registry, Figures figures, LastingThreads threads, Duration bound, Clock clock) {
		this.registry = registry;
		this.figures = figures;
		this.threads = threads;
		this.bound = bound;
		this.clock = clock;
	}

	/** A trigger that is stalled, or {@code null} where it is not. */
	@Nullable Stalled find(String trigger) {
		return this.stalled.get(trigger);
	}

	/**
	 * Looks once.
	 * @param now the time of {@link System#nanoTime()}
	 */
	void look(long now) {
		List<Trigger> quiet = new ArrayList<>();
		for (Trigger trigger : this.registry.triggers()) {
			boolean takes = trigger.state() == TriggerState.RUNNING && trigger.takesAnything()
					&& this.figures.backlog(trigger.definition().name()) != null;
			if (stall(trigger).isQuiet(new Stall.Sight(takes, progress(trigger.counts())))) {
				quiet.add(trigger);
			}
		}
		List<CachedFigure<Backlog>> backlogs = new ArrayList<>();
		for (Trigger trigger : quiet) {
			CachedFigure<Backlog> backlog = this.figures.backlog(trigger.definition().name());
			if (backlog != null) {
				backlogs.add(backlog);
			}
		}
		Figures.refresh(backlogs, PATIENCE);
		quiet.forEach((trigger) -> stall(trigger).take(read(trigger), now));
		tell(now);
	}

	private Stall stall(Trigger trigger) {
		return this.stalls.computeIfAbsent(trigger.definition().name(),
				(name) -> new Stall(trigger.definition().ordering(), this.bound));
	}

	private static long progress(TriggerCounts counts) {
		return counts.completed() + counts.retried() + counts.deadLettered() + counts.dropped();
	}

	private @Nullable Backlog read(Trigger trigger) {
		CachedFigure<Backlog> backlog = this.figures.backlog(trigger.definition().name());
		return (backlog != null && backlog.reading() instanceof Reading.Known<Backlog>(Backlog value, Instant at))
				? trigger.share(value) : null;
	}

	private void tell(long now) {
		Map<String, Stalled> found = new TreeMap<>();
		this.stalls.forEach((name, stall) -> {
			Duration time = stall.stalledFor(now);
			if (time != null) {
				Stalled before = this.stalled.get(name);
				Instant since = (before != null) ? before.since() : this.clock.instant().minus(time);
				found.put(name, new Stalled(since, stall.backlog()));
				if (before == null) {
					logger.warn("Trigger '{}' is stalled: {} message(s) wait, and none has come here for {} s", name,
							stall.backlog(), time.toSeconds());
				}
			}
		});
		this.stalled.keySet()
			.stream()
			.filter((name) -> !found.containsKey(name))
			.forEach((name) -> logger.info("Trigger '{}' is not stalled any more", name));
		this.stalled = Map.copyOf(found);
	}

	@Override
	public void start() {
		if (!this.bound.isZero() && !this.watching) {
			this.watching = true;
			this.thread = this.threads.start(Thread.ofPlatform().daemon().name("tappet-stalls"), this::watch);
		}
	}

	private void watch() {
		long pause = pause(this.bound).toNanos();
		while (this.watching) {
			LockSupport.parkNanos(this, pause);
			if (this.watching) {
				look(System.nanoTime());
			}
		}
	}

	/** A quarter of the bound, so that it is passed by no more than that. */
	static Duration pause(Duration bound) {
		Duration quarter = bound.dividedBy(4);
		if (quarter.compareTo(LONGEST_PAUSE) > 0) {
			return LONGEST_PAUSE;
		}
		return (quarter.compareTo(SHORTEST_PAUSE) < 0) ? SHORTEST_PAUSE : quarter;
	}

	@Override
	public void stop() {
		this.watching = false;
		LockSupport.unpark(this.thread);
	}

	@Override
	public boolean isRunning() {
		return this.watching;
	}

}
