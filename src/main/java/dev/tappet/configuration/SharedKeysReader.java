package dev.tappet.configuration;

import java.time.Duration;

import dev.tappet.configuration.TappetProperties.Retry;
import dev.tappet.configuration.TappetProperties.TriggerKeys;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys that a trigger shares with {@code tappet.defaults}.
 */
final class SharedKeysReader {

	private static final TriggerKeys BUILT_IN = BlockReader.builtIn(TriggerKeys.class);

	private final BlockReader blocks;

	private final FoundProblems problems;

	SharedKeysReader(BlockReader blocks, FoundProblems problems) {
		this.blocks = blocks;
		this.problems = problems;
	}

	/** The keys of {@code tappet.defaults}. */
	TriggerKeys readDefaults(@Nullable PropertyNode block) {
		return (block != null) ? read(block, BUILT_IN) : BUILT_IN;
	}

	/** The keys of a trigger, with those that it leaves to the defaults. */
	TriggerKeys read(PropertyNode block, TriggerKeys defaults) {
		TriggerKeys keys = this.blocks.bind(block, TriggerKeys.class, defaults);
		String handler = (keys.handler() != null) ? keys.handler().strip() : null;
		PropertyNode retry = block.child("retry");
		return new TriggerKeys(handler, keys.connection().strip(), keys.enabled(), keys.concurrency(), keys.ordering(),
				keys.timeout(), keys.messagesPerWorker(),
				(retry != null) ? withSoundDelays(retry, keys.retry(), defaults.retry()) : keys.retry());
	}

	/**
	 * A longest delay below the first would silently shorten that. Where nobody chose the
	 * longest it gives way.
	 */
	private Retry withSoundDelays(PropertyNode block, Retry retry, Retry defaults) {
		Duration first = retry.initialDelay();
		Duration longest = retry.maxDelay();
		if (first.compareTo(longest) <= 0) {
			return retry;
		}
		PropertyNode own = block.child("max-delay");
		boolean set = own != null && this.blocks.hasBound(own);
		boolean chosen = set
				|| !(longest.equals(BUILT_IN.retry().maxDelay()) || longest.equals(defaults.initialDelay()));
		if (!chosen) {
			return new Retry(retry.maxAttempts(), first, retry.multiplier(), first, retry.jitter());
		}
		PropertyNode culprit = set ? own : block.child("initial-delay");
		if (culprit != null) {
			this.problems.add(culprit, "The first delay, %s, is longer than the longest, %s.".formatted(
					Durations.print(first), Durations.print(longest)), "Raise max-delay or lower initial-delay.");
		}
		return retry;
	}

}
