package dev.tappet.source.redis.pubsub;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.tappet.source.Problems;
import dev.tappet.source.Range;
import dev.tappet.source.Spelling;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition.Replicas;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition.Subscription;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The {@code redis-pubsub} block as it is written.
 *
 * @param channel Channel that is subscribed to.
 * @param pattern Glob of channels that is subscribed to.
 * @param keyspace Key, or glob of keys, whose events are the messages.
 * @param keyevent Event, or glob of events, whose keys are the messages.
 * @param replicas Whether every instance handles every message, or one live instance
 * does.
 * @param buffer Most messages held while handlers are busy; past it the newest is
 * dropped.
 * @param configureNotifications Whether missing notify-keyspace-events flags are set on
 * the server.
 * @param sharded Whether the channel is a sharded one, by SSUBSCRIBE, which a cluster
 * does not pass on between its nodes.
 */
@ConfigurationProperties("tappet.triggers.*.redis-pubsub")
public record RedisPubSubBlock(@Nullable String channel, @Nullable String pattern, @Nullable String keyspace,
		@Nullable String keyevent, @DefaultValue("all") Replicas replicas,
		@DefaultValue("10000") @Range(min = "1", max = "1000000") int buffer,
		@DefaultValue("false") boolean configureNotifications, @DefaultValue("false") boolean sharded) {

	/**
	 * Checks that there is one thing to subscribe to, and defines the source.
	 * @param trigger the trigger's name
	 * @param problems takes what is wrong
	 * @return the definition, or {@code null} where there is nothing to subscribe to
	 */
	public @Nullable RedisPubSubDefinition define(String trigger, Problems problems) {
		List<String> set = Stream.of(Subscription.values()).map(Spelling::dashed).filter(problems::isSet).toList();
		if (set.size() != 1) {
			problems.add("",
					set.isEmpty() ? "Nothing to subscribe to." : "More than one subscription: %s.".formatted(set),
					"Give exactly one of 'channel', 'pattern', 'keyspace' and 'keyevent'.");
		}
		if (this.sharded) {
			checkSharded(set, problems);
		}
		Map<Subscription, String> values = values(problems);
		return values.entrySet()
			.stream()
			.findFirst()
			.map((each) -> new RedisPubSubDefinition(each.getKey(), each.getValue(), this.replicas, this.buffer,
					this.configureNotifications, this.sharded))
			.orElse(null);
	}

	private void checkSharded(List<String> set, Problems problems) {
		set.stream()
			.filter((each) -> !each.equals(Spelling.dashed(Subscription.CHANNEL)))
			.findFirst()
			.ifPresent((other) -> problems.add("sharded", "Only a channel can be sharded, not a %s.".formatted(other),
					"Remove 'sharded', or subscribe to a 'channel'."));
		if (this.channel != null && dev.tappet.source.redis.pubsub.Subscription.isNotification(this.channel)) {
			problems.add("sharded", "The events of keys come by no sharded channel.", "Remove 'sharded'.");
		}
	}

	private Map<Subscription, String> values(Problems problems) {
		Map<Subscription, String> values = new EnumMap<>(Subscription.class);
		for (Subscription subscription : Subscription.values()) {
			String value = switch (subscription) {
				case CHANNEL -> this.channel;
				case PATTERN -> this.pattern;
				case KEYSPACE -> this.keyspace;
				case KEYEVENT -> this.keyevent;
			};
			if (value != null && value.isBlank()) {
				String key = Spelling.dashed(subscription);
				problems.add(key, "Empty.", "Say which %s.".formatted(key));
			}
			else if (value != null) {
				values.put(subscription, value);
			}
		}
		return values;
	}

}
