package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;

import dev.tappet.source.kafka.value.FormatSettings;
import dev.tappet.trigger.SourceDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The {@code kafka} block.
 *
 * @param topics the topics
 * @param group the consumer group
 * @param startFrom where the group begins
 * @param count most records of one poll
 * @param formats how records are written
 * @param protocol how the group shares the partitions
 * @param sessionTimeout how long a member may be silent
 * @param window most records of a partition read past its oldest unfinished one
 * @param deadLetterTopic the topic for what was given up, or {@code null} for one named
 * like the topic of the record
 */
public record KafkaDefinition(List<String> topics, String group, StartFrom startFrom, int count, FormatSettings formats,
		GroupProtocol protocol, Duration sessionTimeout, int window,
		@Nullable String deadLetterTopic) implements SourceDefinition {

	public static final String TYPE = "kafka";

	/**
	 * How a group shares the partitions.
	 */
	public enum GroupProtocol {

		/** The members agree on it, which every broker knows. */
		CLASSIC,

		/** The broker decides, from Kafka 4.0 on. */
		CONSUMER

	}

	public KafkaDefinition {
		topics = List.copyOf(topics);
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public List<String> reads() {
		return this.topics;
	}

	/**
	 * Where records of a topic go that were given up.
	 * @param topic the topic
	 * @return the name of another topic
	 */
	public String deadLetterTopic(String topic) {
		return (this.deadLetterTopic != null) ? this.deadLetterTopic : topic + "-poison";
	}

}
