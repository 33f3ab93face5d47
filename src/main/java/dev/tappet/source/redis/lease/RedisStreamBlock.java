package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import dev.tappet.source.Problems;
import dev.tappet.source.Range;
import dev.tappet.source.Spelling;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.Delimiter;

/**
 * The {@code redis-stream} block as it is written. A comma is a fine character for a key
 * in Redis, so it separates none.
 *
 * @param key The stream, or a list of streams.
 * @param group Consumer group. By default the trigger's name.
 * @param startFrom Where a newly created group starts: beginning, latest or an entry id.
 * @param count Most entries pulled at one time.
 * @param pollingInterval Longest wait on an idle stream; new entries wake the poller at
 * once.
 * @param deleteAfterProcess Whether an entry is removed once its handler has succeeded.
 * @param payloadField Field that carries the payload. By default the whole entry is the
 * payload.
 */
@ConfigurationProperties("tappet.triggers.*.redis-stream")
public record RedisStreamBlock(@Nullable @Delimiter(Delimiter.NONE) List<String> key, @Nullable String group,
		@DefaultValue("beginning") String startFrom, @DefaultValue("10") @Range(min = "1", max = "10000") int count,
		@DefaultValue("1s") @Range(min = "1ms", max = "1h") Duration pollingInterval,
		@DefaultValue("false") boolean deleteAfterProcess, @Nullable String payloadField) {

	private static final Pattern ENTRY_ID = Pattern.compile("\\d{1,20}(-\\d{1,20})?");

	/**
	 * Checks the streams, the group and where it starts, and defines the source.
	 * @param trigger the trigger's name
	 * @param problems takes what is wrong
	 * @return the definition, or {@code null} where no stream is left
	 */
	public @Nullable RedisStreamDefinition define(String trigger, Problems problems) {
		List<String> streams = new KeysReader("stream", problems).read(this.key);
		if (this.group != null && this.group.isBlank()) {
			problems.add("group", "Empty.", "Name the consumer group, or remove the key to call it like the trigger.");
		}
		String place = place(problems);
		return streams.isEmpty() ? null
				: new RedisStreamDefinition(streams, (this.group != null) ? this.group : trigger, place, this.count,
						this.pollingInterval, this.deleteAfterProcess, named(this.payloadField));
	}

	private String place(Problems problems) {
		String text = this.startFrom.strip();
		if (text.isEmpty() || Spelling.same(text, "beginning")) {
			return "0";
		}
		if (Spelling.same(text, "latest")) {
			return "$";
		}
		if (!ENTRY_ID.matcher(text).matches()) {
			problems.add("start-from", "Not a place in a stream.",
					"Use 'beginning', 'latest' or an entry id such as 1658354934941-0.");
		}
		return text;
	}

	private static @Nullable String named(@Nullable String field) {
		return (field == null || field.isEmpty()) ? null : field;
	}

}
