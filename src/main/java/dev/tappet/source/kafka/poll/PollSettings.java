package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.tappet.source.kafka.commit.WindowSettings;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.TriggerDefinition;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/**
 * What a trigger's consumer is set up with.
 *
 * @param trigger the trigger
 * @param definition its block
 * @param batched whether its handler takes batches
 * @param readBuffer how much memory there is for the messages of all triggers
 */
record PollSettings(TriggerDefinition trigger, KafkaDefinition definition, boolean batched, long readBuffer) {

	/** The longest that a partition which moves waits for the handlers of its records. */
	private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(30);

	/** From so many handlers on a whole round of records begins ahead. */
	private static final int MANY = 100;

	private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(3);

	/**
	 * Most records that one poll brings where one of a partition runs at a time: a
	 * partition that is held up holds little, and what its consumer has fetched beyond
	 * waits there.
	 */
	private static final int STRICT_POLL = 10;

	/** How long a consumer does not see a right that it was given, or a new partition. */
	private static final Duration METADATA_AGE = Duration.ofSeconds(10);

	private static final int LEAST_FETCH = 1 << 20;

	private static final int MOST_FETCH = 16 << 20;

	private static final int MOST_OF_PARTITION = 2 << 20;

	/**
	 * The buffer of a connection grows by itself then, so that a fetch is on its way
	 * while the records of the last are handed on.
	 */
	private static final int SYSTEMS_CHOICE = -1;

	static PollSettings of(TriggerDefinition trigger, boolean batched, long readBuffer) {
		return new PollSettings(trigger, (KafkaDefinition) trigger.source(), batched, readBuffer);
	}

	boolean strict() {
		return this.trigger.ordering() == Ordering.STRICT;
	}

	WindowSettings window() {
		return new WindowSettings(this.definition.window(), this.trigger.retry().maxAttempts(), strict());
	}

	Feed.FeedSettings feed() {
		int perDelivery = this.batched ? this.trigger.batchSize() : 1;
		return new Feed.FeedSettings(perDelivery, this.batched ? 0 : ahead(), perPoll(), strict());
	}

	/**
	 * How many records begin ahead of demand at least. Many handlers may end together,
	 * within less time than a commit takes; of few, one after the other.
	 */
	private int ahead() {
		int concurrency = this.trigger.concurrency();
		return (concurrency < MANY) ? concurrency / 4 : concurrency;
	}

	/** Most records of one poll. */
	private int perPoll() {
		return strict() ? Math.min(this.definition.count(), STRICT_POLL) : this.definition.count();
	}

	Duration patience() {
		Duration timeout = this.trigger.timeout();
		return (timeout.compareTo(LONGEST_PATIENCE) < 0) ? timeout : LONGEST_PATIENCE;
	}

	/** The properties of the consumer, beside those of its connection. */
	Map<String, Object> consumer(Map<String, Object> connection) {
		int fetch = (int) Math.max(LEAST_FETCH, Math.min(MOST_FETCH, this.readBuffer / 8));
		Map<String, Object> own = new HashMap<>();
		own.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetch);
		own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Math.min(fetch, MOST_OF_PARTITION));
		own.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, SYSTEMS_CHOICE);
		own.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, (int) METADATA_AGE.toMillis());
		own.put(ConsumerConfig.CLIENT_ID_CONFIG,
				connection.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, "tappet") + "-" + this.trigger.name());
		if (this.definition.protocol() == KafkaDefinition.GroupProtocol.CLASSIC) {
			long session = Math.max(this.definition.sessionTimeout().toMillis(), least(connection));
			own.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) session);
			own.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
					(int) Math.min(session / 3, LONGEST_HEARTBEAT.toMillis()));
			own.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
		}
		// What was written for the connection has the last word on what is above.
		own.keySet()
			.removeIf((key) -> connection.containsKey(key) && !key.equals(ConsumerConfig.CLIENT_ID_CONFIG)
					&& !key.equals(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG));
		own.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, this.definition.protocol().name().toLowerCase(Locale.ROOT));
		own.put(ConsumerConfig.GROUP_ID_CONFIG, this.definition.group());
		own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
		own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, perPoll());
		return own;
	}

	/** The shortest session that the cluster should be given. */
	private static long least(Map<String, Object> connection) {
		Object least = connection.get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
		return (least != null) ? Long.parseLong(least.toString()) : 0;
	}

}
