package dev.tappet.source.kafka.letter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.tappet.source.kafka.place.Place;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic for dead letters. Where there is none it is made when the first is written,
 * with one partition, which keeps its records for good.
 *
 * @param place the cluster
 * @param name its name
 */
public record LetterTopic(Place place, String name) {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * Looks whether a dead letter could be written, by questions that change nothing.
	 * @return whether the topic is there; else it may be made
	 * @throws ExecutionException if none could be written, or nobody can tell
	 * @throws TimeoutException if nobody answers
	 * @throws InterruptedException if nobody waits any more
	 */
	public boolean look() throws ExecutionException, TimeoutException, InterruptedException {
		boolean there = isThere();
		if (!there) {
			answer(this.place.admin()
				.createTopics(List.of(new NewTopic(this.name, Optional.of(1), Optional.empty())),
						new CreateTopicsOptions().validateOnly(true))
				.all());
		}
		return there;
	}

	/**
	 * A producer waits long for a topic that is not there, and does not name one that may
	 * not be written to, so both are asked for before.
	 */
	void ensure() throws ExecutionException, TimeoutException, InterruptedException {
		if (!isThere()) {
			create();
		}
	}

	/** Whether it is there, and may be written to. */
	private boolean isThere() throws ExecutionException, TimeoutException, InterruptedException {
		try {
			Set<AclOperation> allowed = answer(this.place.admin()
				.describeTopics(List.of(this.name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
				.allTopicNames()).values().iterator().next().authorizedOperations();
			if (allowed != null && !allowed.contains(AclOperation.WRITE)) {
				throw new ExecutionException(new TopicAuthorizationException(Set.of(this.name)));
			}
			return true;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return false;
			}
			throw ex;
		}
	}

	private void create() throws ExecutionException, TimeoutException, InterruptedException {
		NewTopic wanted = new NewTopic(this.name, Optional.of(1), Optional.empty())
			.configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
		try {
			answer(this.place.admin().createTopics(List.of(wanted)).all());
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw ex;
			}
		}
	}

	private static <T> T answer(KafkaFuture<T> question)
			throws ExecutionException, TimeoutException, InterruptedException {
		return question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
	}

}
