package dev.tappet.source.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.tappet.source.Finding;
import dev.tappet.source.kafka.letter.LetterTopic;
import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.poll.KafkaDefinition;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a trigger would run, by questions that change nothing.
 *
 * @param place the cluster
 * @param definition what the trigger reads
 */
record Inspection(Place place, KafkaDefinition definition) {

	private static final int PATIENCE_SECONDS = 10;

	private static final String ALLOW = "Allow it (kafka-acls).";

	List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		try {
			Admin admin = this.place.admin();
			int nodes = answer(admin.describeCluster().nodes()).size();
			findings
				.add(new Finding.Fine("%s answers, with %d brokers".formatted(this.place.clients().place(), nodes)));
			for (String topic : this.definition.topics()) {
				step(findings, topic, () -> topic(admin, topic, findings));
				String letters = this.definition.deadLetterTopic(topic);
				step(findings, letters, () -> letters(letters, findings));
			}
			step(findings, this.definition.group(), () -> group(admin, findings));
		}
		catch (ExecutionException ex) {
			findings.add(missing(cause(ex)));
		}
		catch (TimeoutException | RuntimeException ex) {
			findings.add(missing(ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return findings;
	}

	/** A part of the check. */
	private interface Step {

		void look() throws ExecutionException, TimeoutException, InterruptedException;

	}

	/** What may not be asked about is one finding among others. */
	private void step(List<Finding> findings, String name, Step step)
			throws ExecutionException, TimeoutException, InterruptedException {
		try {
			step.look();
		}
		catch (ExecutionException ex) {
			if (!(cause(ex) instanceof AuthorizationException)) {
				throw ex;
			}
			findings.add(new Finding.Missing("'%s': %s".formatted(name, this.place.clients().explain(cause(ex))),
					"Then check again."));
		}
	}

	private Finding missing(Throwable failure) {
		return new Finding.Missing(this.place.clients().explain(failure), "Then check again.");
	}

	private static Throwable cause(ExecutionException failure) {
		return (failure.getCause() != null) ? failure.getCause() : failure;
	}

	private static <T> T answer(KafkaFuture<T> question)
			throws ExecutionException, TimeoutException, InterruptedException {
		return question.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
	}

	private static void topic(Admin admin, String topic, List<Finding> findings)
			throws ExecutionException, TimeoutException, InterruptedException {
		Optional<TopicDescription> found = describe(admin, topic);
		if (found.isEmpty()) {
			findings.add(new Finding.Missing("the topic '%s' does not exist".formatted(topic), "Create it."));
			return;
		}
		findings.add(new Finding.Fine("the topic '%s' has %d partitions, so %2$d workers at most share it"
			.formatted(topic, found.get().partitions().size())));
		need(AclOperation.READ, found.get().authorizedOperations(), "the topic '%s'".formatted(topic), findings);
	}

	private void letters(String topic, List<Finding> findings)
			throws ExecutionException, TimeoutException, InterruptedException {
		boolean there = new LetterTopic(this.place, topic).look();
		findings.add(new Finding.Fine("the topic '%s' for dead letters %s".formatted(topic,
				there ? "exists" : "is made with the first one")));
	}

	private static Optional<TopicDescription> describe(Admin admin, String topic)
			throws ExecutionException, TimeoutException, InterruptedException {
		DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
		try {
			return Optional
				.of(answer(admin.describeTopics(List.of(topic), options).allTopicNames()).values().iterator().next());
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	private void group(Admin admin, List<Finding> findings)
			throws ExecutionException, TimeoutException, InterruptedException {
		String group = this.definition.group();
		Map<TopicPartition, OffsetAndMetadata> offsets = answer(
				admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
		findings.add(new Finding.Fine(offsets.isEmpty() ? "the group '%s' has read nothing yet".formatted(group)
				: "the group '%s' has offsets of %d partitions".formatted(group, offsets.size())));
		need(AclOperation.READ, allowed(admin, group), "the group '%s'".formatted(group), findings);
	}

	/** What may be done with a group; nobody knows where it is not there yet. */
	private static @Nullable Set<AclOperation> allowed(Admin admin, String group)
			throws ExecutionException, TimeoutException, InterruptedException {
		try {
			ConsumerGroupDescription found = answer(admin
				.describeConsumerGroups(List.of(group),
						new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
				.all()).get(group);
			return (found != null) ? found.authorizedOperations() : null;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof GroupIdNotFoundException) {
				return null;
			}
			throw ex;
		}
	}

	private static void need(AclOperation operation, @Nullable Set<AclOperation> allowed, String what,
			List<Finding> findings) {
		if (allowed != null && !allowed.contains(operation)) {
			findings.add(new Finding.Missing(
					"the user of the connection lacks the right %s of %s".formatted(operation, what), ALLOW));
		}
	}

}
