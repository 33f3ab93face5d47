package dev.tappet.source.kafka.poll;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.tappet.source.Problems;
import dev.tappet.source.Range;
import dev.tappet.source.Spelling;
import dev.tappet.source.kafka.poll.KafkaDefinition.GroupProtocol;
import dev.tappet.source.kafka.value.FormatSettings;
import dev.tappet.source.kafka.value.FormatSettings.Format;
import dev.tappet.source.kafka.value.Formats;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The {@code kafka} block as it is written.
 *
 * @param topic The topic, or a list of topics.
 * @param group Consumer group. By default the trigger's name.
 * @param startFrom Where the group begins with a partition that it has no offset of:
 * beginning, latest or a time such as 2026-01-31T12:00:00Z.
 * @param count Most records of one poll, and of one batch for a handler of lists.
 * @param valueFormat Format of the values.
 * @param keyFormat Format of the keys.
 * @param avroSchema Avro schema, as a resource of Spring such as classpath:order.avsc. By
 * default the schema registry of the connection is asked.
 * @param groupProtocol How the group shares the partitions: classic, or consumer for
 * brokers from Kafka 4.0 on.
 * @param sessionTimeout How long a member may be silent before its partitions move.
 * @param window Most records of a partition read past its oldest unfinished one.
 * @param deadLetterTopic Topic for records that were given up. By default the name of the
 * record's topic and '-poison'.
 */
@ConfigurationProperties("tappet.triggers.*.kafka")
public record KafkaBlock(@Nullable List<String> topic, @Nullable String group,
		@DefaultValue("beginning") String startFrom, @DefaultValue("500") @Range(min = "1", max = "10000") int count,
		@DefaultValue("text") Format valueFormat, @DefaultValue("text") Format keyFormat, @Nullable String avroSchema,
		@DefaultValue("classic") GroupProtocol groupProtocol,
		@DefaultValue("10s") @Range(min = "1s", max = "30m") Duration sessionTimeout,
		@DefaultValue("10000") @Range(min = "1", max = "100000") int window, @Nullable String deadLetterTopic) {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

	private static final String NAME_RULE = "A topic's name has at most 249 letters, digits, dots, dashes and underscores.";

	/**
	 * Checks the names and where the group begins, and defines the source.
	 * @param trigger the trigger's name
	 * @param problems takes what is wrong
	 * @return the definition, or {@code null} where no topic is left
	 */
	public @Nullable KafkaDefinition define(String trigger, Problems problems) {
		List<String> topics = topics(problems);
		if (this.group != null && this.group.isBlank()) {
			problems.add("group", "Empty.", "Name the consumer group, or remove the key to call it like the trigger.");
		}
		String letters = this.deadLetterTopic;
		if (letters != null && !isName(letters)) {
			problems.add("dead-letter-topic", "Not the name of a topic.", NAME_RULE);
		}
		else if (letters != null && topics.contains(letters)) {
			problems.add("dead-letter-topic", "The trigger reads this topic itself.", "Name another topic.");
		}
		StartFrom start = start(problems);
		FormatSettings formats = Formats.define(this.valueFormat, this.keyFormat, this.avroSchema, problems);
		return topics.isEmpty() ? null : new KafkaDefinition(topics, (this.group != null) ? this.group : trigger, start,
				this.count, formats, this.groupProtocol, this.sessionTimeout, this.window, letters);
	}

	private List<String> topics(Problems problems) {
		List<String> topics = new ArrayList<>();
		List<String> written = (this.topic != null) ? this.topic : List.of();
		if (written.isEmpty() && !problems.isSet("topic")) {
			problems.add("topic", "No topic.", "Name the topic, such as 'topic: orders', or a list of topics.");
		}
		else if (written.isEmpty()) {
			problems.add("topic", "Empty.", "Name the topic, such as 'topic: orders', or a list of topics.");
		}
		for (int i = 0; i < written.size(); i++) {
			String key = (written.size() == 1) ? "topic" : "topic[" + i + "]";
			String name = written.get(i).strip();
			if (!isName(name)) {
				problems.add(key, "Not the name of a topic.", NAME_RULE);
			}
			else if (topics.contains(name)) {
				problems.add(key, "The topic stands there twice.", "Remove one of them.");
			}
			else {
				topics.add(name);
			}
		}
		return topics;
	}

	private static boolean isName(String name) {
		return NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
	}

	private StartFrom start(Problems problems) {
		String text = this.startFrom.strip();
		if (text.isEmpty() || Spelling.same(text, "beginning")) {
			return new StartFrom.Beginning();
		}
		if (Spelling.same(text, "latest")) {
			return new StartFrom.Latest();
		}
		try {
			return new StartFrom.At(Instant.parse(text));
		}
		catch (DateTimeException ex) {
			problems.add("start-from", "Not a place in a topic.",
					"Use 'beginning', 'latest' or a time such as 2026-01-31T12:00:00Z.");
			return new StartFrom.Beginning();
		}
	}

}
