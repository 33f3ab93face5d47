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
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Writes dead letters, each confirmed before it counts, and makes the topic for them
 * where there is none: one partition, which keeps its records for good.
 */
public final class LetterWriter {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Place place;

	/**
	 * Writes to a cluster.
	 * @param place the cluster
	 */
	public LetterWriter(Place place) {
		this.place = place;
	}

	/**
	 * Writes a dead letter and waits until it is kept.
	 * @param letter the dead letter
	 * @throws ExecutionException if it cannot be written
	 * @throws TimeoutException if nobody confirms it
	 * @throws InterruptedException if nobody waits any more
	 */
	public void write(ProducerRecord<byte[], byte[]> letter)
			throws ExecutionException, TimeoutException, InterruptedException {
		ensure(letter.topic());
		this.place.producer().send(letter).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * A producer waits long for a topic that is not there, and does not name one that may
	 * not be written to, so both are asked for before.
	 */
	private void ensure(String topic) throws ExecutionException, TimeoutException, InterruptedException {
		try {
			Set<AclOperation> allowed = this.place.admin()
				.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
				.allTopicNames()
				.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.values()
				.iterator()
				.next()
				.authorizedOperations();
			if (allowed != null && !allowed.contains(AclOperation.WRITE)) {
				throw new ExecutionException(new TopicAuthorizationException(Set.of(topic)));
			}
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof UnknownTopicOrPartitionException)) {
				throw ex;
			}
			create(topic);
		}
	}

	private void create(String topic) throws ExecutionException, TimeoutException, InterruptedException {
		NewTopic wanted = new NewTopic(topic, Optional.of(1), Optional.empty())
			.configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
		try {
			this.place.admin().createTopics(List.of(wanted)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof TopicExistsException)) {
				throw ex;
			}
		}
	}

}
