package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Checks the {@code key} of a block, which is one key or a list of them.
 *
 * @param noun what a key is, such as {@code stream}
 * @param problems takes what is wrong
 */
record KeysReader(String noun, Problems problems) {

	List<String> read(@Nullable List<String> keys) {
		if (keys == null) {
			this.problems.add("key", "The required key is missing.",
					"Name the %1$s: 'key: my-%1$s', or several in a YAML list.".formatted(this.noun));
			return List.of();
		}
		if (keys.isEmpty()) {
			reportEmpty("key");
		}
		List<String> sound = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			String position = "key[" + i + "]";
			String key = keys.get(i);
			if (key.isBlank()) {
				reportEmpty(position);
			}
			else if (sound.contains(key)) {
				this.problems.add(position, "The same %s twice.".formatted(this.noun), "Remove one of the two.");
			}
			else {
				sound.add(key);
			}
		}
		return sound;
	}

	private void reportEmpty(String position) {
		this.problems.add(position, "Empty.", "Give the name of a %s.".formatted(this.noun));
	}

}
