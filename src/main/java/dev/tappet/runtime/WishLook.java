package dev.tappet.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Wish;
import dev.tappet.source.WishStore;
import dev.tappet.source.WishesRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the wishes of one place again and again, one question at a time, and has its
 * triggers follow them.
 */
final class WishLook {

	/**
	 * How long a trigger is held that could run without the place where its wish is kept.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(WishLook.class);

	private final WishStore store;

	private final Map<String, RegisteredTrigger> triggers = new LinkedHashMap<>();

	private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

	private long begunAt;

	private volatile boolean refused;

	WishLook(WishStore store) {
		this.store = store;
	}

	void add(RegisteredTrigger trigger) {
		this.triggers.put(trigger.definition().name(), trigger);
	}

	/**
	 * Holds the triggers and looks for the first time.
	 * @param now the {@link System#nanoTime()}
	 * @return completes with the answer, and never fails
	 */
	CompletableFuture<Void> begin(long now) {
		this.begunAt = now;
		this.triggers.values().forEach((trigger) -> trigger.wished().hold(this.store.place()));
		look();
		return this.underWay;
	}

	/**
	 * Looks, unless the last question is still under way.
	 * @param now the {@link System#nanoTime()}
	 */
	void step(long now) {
		if (this.underWay.isDone()) {
			look();
		}
		if (now - this.begunAt > PATIENCE.toNanos()) {
			release();
		}
	}

	/** A trigger whose own broker does not answer has nothing to fetch anyway. */
	private void release() {
		List<String> released = new ArrayList<>();
		this.triggers.forEach((name, trigger) -> {
			if (trigger.wished().isHeld() && !trigger.wishes().areOwn()) {
				trigger.wished().release();
				released.add(name);
			}
		});
		if (!released.isEmpty()) {
			logger.warn("{} does not say whether {} are paused; they begin, and follow it when it answers",
					this.store.place(), released);
		}
	}

	private void look() {
		this.underWay = ask().handle(this::follow).toCompletableFuture();
	}

	private CompletionStage<Map<String, Wish>> ask() {
		try {
			return this.store.look(this.triggers.keySet());
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	private @Nullable Void follow(@Nullable Map<String, Wish> wishes, @Nullable Throwable failure) {
		if (wishes != null) {
			this.refused = false;
			this.triggers.forEach((name, trigger) -> trigger.wished().follow(wishes.get(name)));
		}
		else if (failure != null) {
			failed((failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
					: failure);
		}
		return null;
	}

	private void failed(Throwable failure) {
		if (!(failure instanceof WishesRefusedException)) {
			logger.debug("It is not known what operators wish at {}", this.store.place(), failure);
			return;
		}
		this.triggers.values().forEach((trigger) -> trigger.wished().release());
		if (!this.refused) {
			this.refused = true;
			logger.warn("Triggers of {} cannot be paused by an operator, or stay as they are: {}", this.store.place(),
					failure.getMessage());
		}
	}

}
