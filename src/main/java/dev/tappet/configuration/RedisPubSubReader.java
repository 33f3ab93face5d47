package dev.tappet.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.tappet.source.redis.pubsub.RedisPubSubDefinition;
import dev.tappet.trigger.SourceDefinition;

/**
 * Reads the {@code redis-pubsub} block.
 *
 * @param values reads single values
 * @param problems takes what is wrong
 */
record RedisPubSubReader(ValueReader values, Problems problems) implements SourceReader {

	private static final int MOST_BUFFERED = 1_000_000;

	@Override
	public String type() {
		return RedisPubSubDefinition.TYPE;
	}

	@Override
	public Optional<SourceDefinition> read(PropertyNode block, String trigger) {
		TappetProperties.RedisPubsub builtIn = BuiltIn.PUBSUB;
		List<Target> targets = targets(block);
		RedisPubSubDefinition.Replicas replicas = this.values
			.choice(block.child("replicas"), RedisPubSubDefinition.Replicas.class)
			.orElse(builtIn.replicas());
		int buffer = this.values.integer(block.child("buffer"), 1, MOST_BUFFERED).orElse(builtIn.buffer());
		boolean configure = this.values.flag(block.child("configure-notifications"))
			.orElse(builtIn.configureNotifications());
		return targets.stream()
			.findFirst()
			.map((target) -> new RedisPubSubDefinition(target.subscription(), target.value(), replicas, buffer,
					configure));
	}

	private List<Target> targets(PropertyNode block) {
		List<String> set = new ArrayList<>();
		List<Target> targets = new ArrayList<>();
		for (RedisPubSubDefinition.Subscription subscription : RedisPubSubDefinition.Subscription.values()) {
			PropertyNode node = block.child(Relaxed.dashed(subscription));
			if (node != null) {
				set.add(Relaxed.dashed(subscription));
				target(node, subscription).ifPresent(targets::add);
			}
		}
		if (set.size() != 1) {
			this.problems.add(block, null,
					set.isEmpty() ? "Nothing to subscribe to." : "More than one subscription: %s.".formatted(set),
					"Give exactly one of 'channel', 'pattern', 'keyspace' and 'keyevent'.");
		}
		return targets;
	}

	private Optional<Target> target(PropertyNode node, RedisPubSubDefinition.Subscription subscription) {
		Optional<String> value = this.values.text(node).filter((text) -> !text.isBlank());
		if (value.isEmpty() && !this.problems.under(node)) {
			this.problems.add(node, "Empty.", "Say which %s.".formatted(Relaxed.dashed(subscription)));
		}
		return value.map((text) -> new Target(subscription, text));
	}

	private record Target(RedisPubSubDefinition.Subscription subscription, String value) {
	}

}
