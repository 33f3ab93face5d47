package dev.tappet.runtime;

import java.util.Objects;
import java.util.function.Supplier;

import dev.tappet.source.Source;
import dev.tappet.source.Wish;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators wish of one trigger, as far as this instance knows it, carried out at
 * its source. Only a change is carried out, so that code which pauses a source in this
 * instance alone is not overruled by every look.
 */
final class Wished {

	private static final Logger logger = LoggerFactory.getLogger(Wished.class);

	private final String trigger;

	private final Supplier<Source> source;

	private volatile @Nullable Wish last;

	/** Where the wish is kept that is not known yet, while nothing is fetched for it. */
	private volatile @Nullable String awaited;

	private boolean pausedBefore;

	/**
	 * Knows of no wish.
	 * @param trigger the trigger's name
	 * @param source its source as it is now
	 */
	Wished(String trigger, Supplier<Source> source) {
		this.trigger = trigger;
		this.source = source;
	}

	/** Fetches nothing until it is known what is wished. */
	synchronized void hold(String place) {
		if (this.awaited == null) {
			this.pausedBefore = this.source.get().isPaused();
		}
		this.awaited = place;
		this.source.get().pause();
	}

	/**
	 * This is what is wished.
	 * @param wish the wish, or nothing where there is none
	 */
	synchronized void follow(@Nullable Wish wish) {
		Wish before = this.last;
		this.last = wish;
		boolean news = !Objects.equals(wish, before);
		if (isPaused(wish)) {
			this.awaited = null;
			if (news) {
				this.source.get().pause();
				logger.info("Trigger '{}' is {}; it fetches nothing until it is resumed", this.trigger, paused());
			}
		}
		else if (isPaused(before)) {
			this.awaited = null;
			this.source.get().resume();
			logger.info("Trigger '{}' fetches again, resumed by {}", this.trigger,
					(wish != null) ? wish.by() : "somebody who has removed the wish");
		}
		else if (this.awaited != null) {
			release();
		}
		else if (news && wish != null) {
			// What code has paused in this instance, an operator may resume.
			this.source.get().resume();
		}
	}

	/** What is wished cannot be known, and is not waited for any longer. */
	synchronized void release() {
		if (this.awaited != null) {
			this.awaited = null;
			if (!this.pausedBefore) {
				this.source.get().resume();
			}
		}
	}

	/** Whether nothing is fetched because it is not known yet what is wished. */
	boolean isHeld() {
		return this.awaited != null;
	}

	/** Since when it is paused and by whom, or null where no operator has paused it. */
	@Nullable String paused() {
		Wish wish = this.last;
		return (wish != null && wish.paused()) ? "paused since %s by %s".formatted(wish.since(), wish.by()) : null;
	}

	/** Why nothing is fetched, or null where no operator is the reason. */
	@Nullable String reason() {
		String place = this.awaited;
		return (place != null) ? "whether it is paused is not known yet; it begins when " + place + " answers"
				: paused();
	}

	private static boolean isPaused(@Nullable Wish wish) {
		return wish != null && wish.paused();
	}

}
