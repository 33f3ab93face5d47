package dev.tappet.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.tappet.source.redis.lease.RedisStreamDefinition;
import dev.tappet.trigger.SourceDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code redis-stream} block.
 *
 * @param values reads single values
 * @param keys reads the keys
 */
record RedisStreamReader(ValueReader values, SourceReader.RedisKeys keys) implements SourceReader {

	private static final Pattern ENTRY_ID = Pattern.compile("\\d{1,20}(-\\d{1,20})?");

	@Override
	public String type() {
		return RedisStreamDefinition.TYPE;
	}

	@Override
	public Optional<SourceDefinition> read(PropertyNode block, String trigger) {
		TappetProperties.RedisStream builtIn = BuiltIn.STREAM;
		List<String> streams = this.keys.read(block, "stream");
		String group = group(block.child("group")).orElse(trigger);
		String startFrom = startFrom(block.child("start-from"));
		int count = this.values.integer(block.child("count"), 1, MOST_PULLED).orElse(builtIn.count());
		Duration pollingInterval = this.values
			.duration(block.child("polling-interval"), Durations.SHORTEST, LONGEST_POLL)
			.orElse(builtIn.pollingInterval());
		boolean delete = this.values.flag(block.child("delete-after-process")).orElse(builtIn.deleteAfterProcess());
		String payloadField = this.values.text(block.child("payload-field")).orElse(null);
		return streams.isEmpty() ? Optional.empty() : Optional
			.of(new RedisStreamDefinition(streams, group, startFrom, count, pollingInterval, delete, payloadField));
	}

	private Optional<String> group(@Nullable PropertyNode node) {
		Optional<String> group = this.values.text(node);
		boolean empty = node != null && node.entry() != null && group.filter((text) -> !text.isBlank()).isEmpty();
		return (node != null && empty) ? this.values.bad(node, group.orElse(""), "Empty.",
				"Name the consumer group, or remove the key to call it like the trigger.") : group;
	}

	private String startFrom(@Nullable PropertyNode node) {
		String text = this.values.text(node).map(String::strip).orElse(BuiltIn.STREAM.startFrom());
		if (Relaxed.same(text, "beginning")) {
			return "0";
		}
		if (Relaxed.same(text, "latest")) {
			return "$";
		}
		if (node != null && !ENTRY_ID.matcher(text).matches()) {
			this.values.bad(node, text, "Not a place in a stream.",
					"Use 'beginning', 'latest' or an entry id such as 1658354934941-0.");
		}
		return text;
	}

}
