package dev.tappet.source.kafka.poll;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.kafka.place.Place;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks a cluster what a group still has to do: its commits, and where the partitions
 * begin and end.
 *
 * @param place the cluster
 * @param definition the topics and the group
 */
record GroupLook(Place place, KafkaDefinition definition) {

	private static final int PATIENCE_MILLIS = 5000;

	CompletableFuture<GroupSight> ask() {
		try {
			Admin admin = this.place.admin();
			// To find out what a failure means takes a while, in which nobody else is to
			// wait.
			return admin
				.describeTopics(this.definition.topics(), new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
				.allTopicNames()
				.toCompletionStage()
				.thenCompose((topics) -> ask(admin, topics))
				.handleAsync((sight, failure) -> {
					if (failure != null) {
						throw new IllegalStateException(this.place.clients().explain(cause(failure)));
					}
					return sight;
				}, (task) -> Thread.ofVirtual().name("tappet-backlog").start(task))
				.toCompletableFuture();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private CompletionStage<GroupSight> ask(Admin admin, Map<String, TopicDescription> topics) {
		List<TopicPartition> partitions = topics.values()
			.stream()
			.flatMap((topic) -> topic.partitions()
				.stream()
				.map((each) -> new TopicPartition(topic.name(), each.partition())))
			.toList();
		CompletionStage<Map<TopicPartition, OffsetAndMetadata>> committed = admin
			.listConsumerGroupOffsets(this.definition.group(),
					new ListConsumerGroupOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
			.partitionsToOffsetAndMetadata()
			.toCompletionStage();
		return committed.thenCompose((offsets) -> offsets(admin, partitions, OffsetSpec.earliest())
			.thenCombine(offsets(admin, partitions, OffsetSpec.latest()), (first, last) -> {
				Map<TopicPartition, GroupSight.Bounds> bounds = new HashMap<>();
				for (TopicPartition id : partitions) {
					bounds.put(id, new GroupSight.Bounds(offsets.get(id), offset(first, id), offset(last, id)));
				}
				return GroupSight.of(bounds, this.definition.startFrom());
			}));
	}

	private static CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(Admin admin,
			List<TopicPartition> partitions, OffsetSpec which) {
		Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
		partitions.forEach((partition) -> wanted.put(partition, which));
		return admin
			.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(PATIENCE_MILLIS))
			.all()
			.toCompletionStage();
	}

	private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition id) {
		ListOffsetsResultInfo found = offsets.get(id);
		return (found != null) ? found.offset() : 0;
	}

}
