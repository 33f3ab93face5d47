package dev.tappet.operate.console;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.SmartLifecycle;

/**
 * Tells all viewers the same, once a tick. There is no tick without a viewer.
 */
class LiveFeed implements SmartLifecycle {

	/** Most viewers at one time: each holds a connection. */
	static final int MOST_VIEWERS = 32;

	/**
	 * A viewer comes again after this, so that one whose rights have ended sees nothing
	 * any more, and one that is gone without a word holds no place.
	 */
	private static final Duration LONGEST = Duration.ofMinutes(10);

	private final AtomicInteger viewers = new AtomicInteger();

	private final Flux<String> shared;

	/** What was told last, for whoever comes before the next tick. */
	private volatile @Nullable String latest;

	private volatile Sinks.Empty<Void> end = Sinks.empty();

	private volatile boolean running;

	/**
	 * The web server is up before this has begun, and those who come then are welcome.
	 */
	private volatile boolean ended;

	/**
	 * Makes the feed.
	 * @param ticks when there is something to be told, counted from 0
	 * @param news what is told at a tick
	 */
	LiveFeed(Flux<Long> ticks, LongFunction<String> news) {
		this.shared = ticks.onBackpressureDrop()
			.map(news::apply)
			.doOnNext((told) -> this.latest = told)
			.doFinally((signal) -> this.latest = null)
			// Where something fails it ends, and begins anew for those who come then.
			.publish()
			.refCount();
	}

	/** Why there is no place for another viewer, or null where there is one. */
	@Nullable String refusal() {
		if (this.ended) {
			return "The service stops.";
		}
		int number = this.viewers.get();
		return (number < MOST_VIEWERS) ? null : number + " viewers look already; come again later.";
	}

	/** How many there are. */
	int viewers() {
		return this.viewers.get();
	}

	/**
	 * What one viewer is told. One that is slow is told the latest, and holds up nobody.
	 * Where there is no place it ends at once.
	 */
	Flux<String> watch() {
		return Flux.defer(() -> {
			if (!enter()) {
				return Flux.empty();
			}
			return Flux.concat(Mono.justOrEmpty(this.latest), this.shared)
				.onBackpressureLatest()
				.takeUntilOther(this.end.asMono())
				.take(LONGEST)
				.doFinally((signal) -> this.viewers.decrementAndGet());
		});
	}

	private boolean enter() {
		if (this.ended) {
			return false;
		}
		int before = this.viewers.getAndUpdate((number) -> Math.min(number + 1, MOST_VIEWERS));
		return before < MOST_VIEWERS;
	}

	@Override
	public void start() {
		if (this.ended) {
			this.end = Sinks.empty();
			this.ended = false;
		}
		this.running = true;
	}

	/**
	 * Viewers would stay for ever, and the web server waits for requests that are under
	 * way before it stops.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.ended = true;
		// Whether it was told before makes no difference.
		this.end.tryEmitEmpty();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before the web server, which waits in an earlier phase. */
	@Override
	public int getPhase() {
		return SmartLifecycle.DEFAULT_PHASE;
	}

}
