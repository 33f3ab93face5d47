package dev.tappet.source.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.tappet.source.Finding;
import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.poll.KafkaDefinition;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks whether a trigger would run, by questions that change nothing.
 *
 * @param place the cluster
 * @param definition what the trigger reads
 */
record Inspection(Place place, KafkaDefinition definition) {

	private static final int PATIENCE_SECONDS = 10;

	List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		try {
			Admin admin = this.place.admin();
			int nodes = answer(admin.describeCluster().nodes()).size();
			findings
				.add(new Finding.Fine("%s answers, with %d brokers".formatted(this.place.clients().place(), nodes)));
			for (String topic : this.definition.topics()) {
				findings.add(topic(admin, topic));
				findings.add(letters(admin, this.definition.deadLetterTopic(topic)));
			}
			findings.add(group(admin));
		}
		catch (ExecutionException ex) {
			findings.add(missing((ex.getCause() != null) ? ex.getCause() : ex));
		}
		catch (TimeoutException | RuntimeException ex) {
			findings.add(missing(ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return findings;
	}

	private Finding missing(Throwable failure) {
		return new Finding.Missing(this.place.clients().explain(failure), "Then check again.");
	}

	private static <T> T answer(KafkaFuture<T> question)
			throws ExecutionException, TimeoutException, InterruptedException {
		return question.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
	}

	private Finding topic(Admin admin, String topic) throws ExecutionException, TimeoutException, InterruptedException {
		try {
			int partitions = describe(admin, topic).partitions().size();
			return new Finding.Fine(
					"the topic '%s' has %d partitions, so %2$d workers at most share it".formatted(topic, partitions));
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return new Finding.Missing("the topic '%s' does not exist".formatted(topic), "Create it.");
			}
			throw ex;
		}
	}

	private Finding letters(Admin admin, String topic)
			throws ExecutionException, TimeoutException, InterruptedException {
		try {
			describe(admin, topic);
			return new Finding.Fine("the topic '%s' for dead letters exists".formatted(topic));
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return new Finding.Fine("the topic '%s' for dead letters is made with the first one".formatted(topic));
			}
			throw ex;
		}
	}

	private static TopicDescription describe(Admin admin, String topic)
			throws ExecutionException, TimeoutException, InterruptedException {
		return answer(admin.describeTopics(List.of(topic)).allTopicNames()).values().iterator().next();
	}

	private Finding group(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
		Map<TopicPartition, OffsetAndMetadata> offsets = answer(
				admin.listConsumerGroupOffsets(this.definition.group()).partitionsToOffsetAndMetadata());
		return new Finding.Fine(offsets.isEmpty()
				? "the group '%s' has read nothing yet".formatted(this.definition.group())
				: "the group '%s' has offsets of %d partitions".formatted(this.definition.group(), offsets.size()));
	}

}
