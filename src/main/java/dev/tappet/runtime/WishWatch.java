package dev.tappet.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.WishStore;
import org.jspecify.annotations.Nullable;

/**
 * Follows what operators wish of the triggers. All triggers whose wishes lie in the same
 * place are looked after by one question a second. Where there is no answer, what was
 * known last goes on to hold.
 */
final class WishWatch {

	private static final Duration PERIOD = Duration.ofSeconds(1);

	/** How long the start waits for the first answers. */
	private static final Duration FIRST_ANSWERS = Duration.ofSeconds(1);

	private final List<WishLook> looks;

	private final LastingThreads threads;

	private volatile @Nullable Thread thread;

	private volatile boolean stopped;

	/**
	 * Looks at nothing yet.
	 * @param triggers the triggers that run
	 * @param threads starts the thread that looks
	 */
	WishWatch(Collection<RegisteredTrigger> triggers, LastingThreads threads) {
		Map<WishStore, WishLook> looks = new IdentityHashMap<>();
		for (RegisteredTrigger trigger : triggers) {
			WishStore store = trigger.wishes().find();
			if (store != null) {
				looks.computeIfAbsent(store, WishLook::new).add(trigger);
			}
		}
		this.looks = List.copyOf(looks.values());
		this.threads = threads;
	}

	/** Holds all triggers until it is known of each whether it is paused. */
	void start() {
		if (this.looks.isEmpty()) {
			return;
		}
		long now = System.nanoTime();
		CompletableFuture.allOf(this.looks.stream().map((look) -> look.begin(now)).toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, FIRST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)
			.join();
		this.thread = this.threads.start(Thread.ofPlatform().daemon().name("tappet-wishes"), this::run);
	}

	private void run() {
		while (!this.stopped) {
			LockSupport.parkNanos(this, PERIOD.toNanos());
			this.looks.forEach((look) -> look.step(System.nanoTime()));
		}
	}

	void stop() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
	}

}
