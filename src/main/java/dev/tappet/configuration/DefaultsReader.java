package dev.tappet.configuration;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import dev.tappet.trigger.Ordering;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys that a trigger shares with {@code tappet.defaults}.
 */
final class DefaultsReader {

	private static final int MOST_CONCURRENCY = 10_000;

	private final ValueReader values;

	private final RetryReader retries;

	private final Set<String> connections;

	/**
	 * Creates a reader.
	 * @param values reads single values
	 * @param connections the names that a trigger may refer to
	 */
	DefaultsReader(ValueReader values, Set<String> connections) {
		this.values = values;
		this.retries = new RetryReader(values);
		this.connections = connections;
	}

	TappetProperties.Defaults read(@Nullable PropertyNode block, TappetProperties.Defaults fallback) {
		if (block == null) {
			return fallback;
		}
		ValueReader values = this.values;
		return new TappetProperties.Defaults(
				values.text(block.child("handler")).map(String::strip).orElse(fallback.handler()),
				connection(block.child("connection")).orElse(fallback.connection()),
				values.flag(block.child("enabled")).orElse(fallback.enabled()),
				values.integer(block.child("concurrency"), 1, MOST_CONCURRENCY).orElse(fallback.concurrency()),
				values.choice(block.child("ordering"), Ordering.class).orElse(fallback.ordering()),
				values.duration(block.child("timeout"), Durations.SHORTEST, Durations.LONGEST)
					.orElse(fallback.timeout()),
				values.integer(block.child("messages-per-worker"), 1, Integer.MAX_VALUE)
					.orElse(fallback.messagesPerWorker()),
				this.retries.read(block.child("retry"), fallback.retry()));
	}

	private Optional<String> connection(@Nullable PropertyNode node) {
		Optional<String> name = this.values.text(node).map(String::strip);
		if (node == null || name.isEmpty() || this.connections.contains(name.get())) {
			return name;
		}
		return this.values.bad(node, name.get(), "No such connection under tappet.connections.",
				NearNames.hint(name.get(), this.connections));
	}

	/**
	 * Reads the {@code retry} block.
	 */
	private record RetryReader(ValueReader values) {

		private static final double MOST_GROWTH = 1000;

		TappetProperties.Retry read(@Nullable PropertyNode block, TappetProperties.Retry fallback) {
			if (block == null) {
				return fallback;
			}
			Optional<Duration> initial = delay(block.child("initial-delay"));
			Optional<Duration> max = delay(block.child("max-delay"));
			Duration initialDelay = initial.orElse(fallback.initialDelay());
			return new TappetProperties.Retry(
					this.values.integer(block.child("max-attempts"), 1, Integer.MAX_VALUE)
						.orElse(fallback.maxAttempts()),
					initialDelay,
					this.values.decimal(block.child("multiplier"), 1, MOST_GROWTH).orElse(fallback.multiplier()),
					maxDelay(block, initialDelay, max, fallback),
					this.values.decimal(block.child("jitter"), 0, 1).orElse(fallback.jitter()));
		}

		private Optional<Duration> delay(@Nullable PropertyNode node) {
			return this.values.duration(node, Duration.ZERO, Durations.LONGEST);
		}

		/**
		 * A longest delay below the first would silently shorten that. Where nobody chose
		 * the longest it gives way.
		 */
		private Duration maxDelay(PropertyNode block, Duration initialDelay, Optional<Duration> max,
				TappetProperties.Retry fallback) {
			Duration maxDelay = max.orElse(fallback.maxDelay());
			if (initialDelay.compareTo(maxDelay) <= 0) {
				return maxDelay;
			}
			boolean chosen = max.isPresent() || !(maxDelay.equals(BuiltIn.DEFAULTS.retry().maxDelay())
					|| maxDelay.equals(fallback.initialDelay()));
			if (!chosen) {
				return initialDelay;
			}
			PropertyNode culprit = block.child(max.isPresent() ? "max-delay" : "initial-delay");
			if (culprit != null) {
				this.values
					.bad(culprit, this.values.text(culprit).orElse(""),
							"The first delay, %s, is longer than the longest, %s."
								.formatted(Durations.print(initialDelay), Durations.print(maxDelay)),
							"Raise max-delay or lower initial-delay.");
			}
			return maxDelay;
		}

	}

}
