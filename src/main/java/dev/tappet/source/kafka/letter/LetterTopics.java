package dev.tappet.source.kafka.letter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.kafka.commit.Marks;
import dev.tappet.source.kafka.place.Place;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Where the dead letters of a trigger are.
 *
 * @param place the cluster
 * @param names the topics, which need not be there
 */
record LetterTopics(Place place, List<String> names) {

	private static final int PATIENCE_SECONDS = 15;

	private static final int PATIENCE_MILLIS = 5000;

	/** All partitions, with what lies in them. */
	List<LetterRange> ranges() throws Exception {
		List<TopicPartition> partitions = partitions();
		Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
		Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
		return partitions.stream()
			.map((partition) -> new LetterRange(partition, starts.getOrDefault(partition, 0L),
					ends.getOrDefault(partition, 0L), Marks.none(0)))
			.toList();
	}

	private List<TopicPartition> partitions() throws Exception {
		List<TopicPartition> partitions = new ArrayList<>();
		for (KafkaFuture<TopicDescription> answer : this.place.admin()
			.describeTopics(this.names, new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
			.topicNameValues()
			.values()) {
			try {
				TopicDescription topic = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
				for (TopicPartitionInfo each : topic.partitions()) {
					partitions.add(new TopicPartition(topic.name(), each.partition()));
				}
			}
			catch (ExecutionException ex) {
				// A topic that is not there has no dead letters.
				if (!(ex.getCause() instanceof UnknownTopicOrPartitionException)) {
					throw ex;
				}
			}
		}
		return partitions;
	}

	private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) throws Exception {
		Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
		partitions.forEach((partition) -> wanted.put(partition, which));
		Map<TopicPartition, Long> offsets = new HashMap<>();
		for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each : this.place.admin()
			.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
			.all()
			.get(PATIENCE_SECONDS, TimeUnit.SECONDS)
			.entrySet()) {
			offsets.put(each.getKey(), each.getValue().offset());
		}
		return offsets;
	}

}
