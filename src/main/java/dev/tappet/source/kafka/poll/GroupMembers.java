package dev.tappet.source.kafka.poll;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.tappet.source.Held;
import dev.tappet.source.Printable;
import dev.tappet.source.Workers;
import dev.tappet.source.Workers.Life;
import dev.tappet.source.Workers.Worker;
import dev.tappet.source.kafka.connection.KafkaClients;
import dev.tappet.source.kafka.place.Place;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Who is in a trigger's consumer group, and how many partitions of its topics each has.
 *
 * @param trigger the trigger's name, which is the end of its consumers' client ids
 * @param definition the topics and the group
 * @param own the client id of this process, without that end
 */
record GroupMembers(String trigger, KafkaDefinition definition, String own) {

	private static final int PATIENCE_MILLIS = 5000;

	/** Asks a cluster; fails where it cannot tell. */
	CompletableFuture<Workers> ask(Place place) {
		try {
			return place.admin()
				.describeConsumerGroups(List.of(this.definition.group()),
						new DescribeConsumerGroupsOptions().timeoutMs(PATIENCE_MILLIS))
				.all()
				.toCompletionStage()
				.thenApply(GroupMembers::members)
				.exceptionally(GroupMembers::ofNobody)
				.thenApply(this::workers)
				.toCompletableFuture();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static Collection<MemberDescription> members(Map<String, ConsumerGroupDescription> groups) {
		return groups.values().stream().flatMap((group) -> group.members().stream()).toList();
	}

	/** A group that is not there has no members. */
	private static Collection<MemberDescription> ofNobody(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof GroupIdNotFoundException) {
			return List.of();
		}
		throw new CompletionException(cause);
	}

	/** Triggers of one instance that share the group are one worker. */
	Workers workers(Collection<MemberDescription> members) {
		Map<String, Worker> found = new LinkedHashMap<>();
		for (MemberDescription member : members) {
			Worker worker = worker(member);
			found.merge(worker.instance(), worker, Worker::and);
		}
		return Workers.of(new ArrayList<>(found.values()), found.size());
	}

	private Worker worker(MemberDescription member) {
		long partitions = member.assignment()
			.topicPartitions()
			.stream()
			.filter((partition) -> this.definition.topics().contains(partition.topic()))
			.count();
		String id = member.clientId();
		boolean ours = id.startsWith(KafkaClients.CLIENT_ID) || id.equals(this.own + end());
		String instance = id.startsWith(KafkaClients.CLIENT_ID) ? instance(id) : unique(member);
		return new Worker(Printable.of(instance, Printable.DETAIL), new Held.Partitions(partitions),
				ours ? Life.ALIVE : Life.FOREIGN);
	}

	private String instance(String id) {
		String instance = id.substring(KafkaClients.CLIENT_ID.length());
		return instance.endsWith(end()) ? instance.substring(0, instance.length() - end().length()) : instance;
	}

	private String end() {
		return "-" + this.trigger;
	}

	/** Several members may have one client id, which some member ids begin with. */
	private static String unique(MemberDescription member) {
		return member.consumerId().startsWith(member.clientId()) ? member.consumerId()
				: member.clientId() + "-" + member.consumerId();
	}

}
