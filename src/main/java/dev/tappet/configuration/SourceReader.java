package dev.tappet.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.tappet.trigger.SourceDefinition;

/**
 * Reads a source block.
 */
sealed interface SourceReader permits RedisStreamReader, RedisListReader, RedisPubSubReader {

	Duration LONGEST_POLL = Duration.ofHours(1);

	int MOST_PULLED = 10_000;

	/**
	 * The name of the block.
	 */
	String type();

	/**
	 * Reads the block, and reports what is wrong with it.
	 * @param block the block
	 * @param trigger the trigger's name
	 * @return what it says, or nothing if that makes no source
	 */
	Optional<SourceDefinition> read(PropertyNode block, String trigger);

	/**
	 * All there are.
	 */
	static List<SourceReader> all(ValueReader values, Problems problems) {
		RedisKeys keys = new RedisKeys(values, problems);
		return List.of(new RedisStreamReader(values, keys), new RedisListReader(values, keys),
				new RedisPubSubReader(values, problems));
	}

	/**
	 * Reads the {@code key} of a block. A value that is no list is one key, whatever it
	 * holds: a comma is a fine character for a key in Redis.
	 */
	record RedisKeys(ValueReader values, Problems problems) {

		List<String> read(PropertyNode block, String noun) {
			PropertyNode node = block.child("key");
			if (node == null) {
				this.problems.addMissing(block, "key", "The required key is missing.",
						"Name the %1$s: 'key: my-%1$s', or several in a YAML list.".formatted(noun));
				return List.of();
			}
			List<String> keys = new ArrayList<>();
			for (PropertyNode each : node.listed()) {
				Optional<String> key = this.values.text(each);
				if (key.filter((text) -> !text.isBlank()).isEmpty()) {
					reportEmpty(each, noun);
				}
				else if (keys.contains(key.get())) {
					this.values.bad(each, key.get(), "The same %s twice.".formatted(noun), "Remove one of the two.");
				}
				else {
					keys.add(key.get());
				}
			}
			return keys;
		}

		private void reportEmpty(PropertyNode node, String noun) {
			if (!this.problems.under(node)) {
				this.problems.add(node, "Empty.", "Give the name of a %s.".formatted(noun));
			}
		}

	}

}
