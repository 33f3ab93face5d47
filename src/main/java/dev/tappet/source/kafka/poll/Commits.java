package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import dev.tappet.source.SourceListener;
import dev.tappet.source.kafka.commit.MetadataLimit;
import dev.tappet.source.kafka.commit.Snapshot;
import dev.tappet.source.kafka.commit.Snapshot.Counts;
import dev.tappet.source.kafka.connection.KafkaClients;
import dev.tappet.source.kafka.poll.Condition.Part;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

/**
 * Commits what was begun and done, one commit under way at a time; all that is decided
 * meanwhile goes with the next. A record begins only when the commit that says so is
 * confirmed.
 */
final class Commits {

	private static final long WAIT = Duration.ofMillis(100).toNanos();

	private final Verdicts verdicts;

	private final Mail mail;

	private final SourceListener listener;

	private final Condition condition;

	private final Feed feed;

	private final KafkaClients clients;

	private final MetadataLimit limit;

	private final LongSupplier nanos;

	private boolean underWay;

	private boolean failed;

	private long failedAt;

	/** When a commit was last confirmed. */
	private long confirmedAt;

	/**
	 * Who is told of commits.
	 *
	 * @param listener told what was carried out
	 * @param condition told whether they work
	 * @param feed told when one is confirmed
	 */
	record Telling(SourceListener listener, Condition condition, Feed feed) {
	}

	Commits(Verdicts verdicts, Mail mail, Telling telling, KafkaClients clients, MetadataLimit limit,
			LongSupplier nanos) {
		this.verdicts = verdicts;
		this.mail = mail;
		this.listener = telling.listener();
		this.condition = telling.condition();
		this.feed = telling.feed();
		this.clients = clients;
		this.limit = limit;
		this.nanos = nanos;
		this.confirmedAt = nanos.getAsLong();
	}

	long confirmedAt() {
		return this.confirmedAt;
	}

	boolean isUnderWay() {
		return this.underWay;
	}

	/** Whether a commit that was refused is to be made again after a wait. */
	boolean waits() {
		return this.failed && this.nanos.getAsLong() - this.failedAt < WAIT;
	}

	/** Whether the last commit was refused. */
	boolean hasFailed() {
		return this.failed;
	}

	/** A new consumer knows nothing of the commits of the last one. */
	void reset() {
		this.underWay = false;
		this.failed = false;
		this.verdicts.committing(false);
		this.verdicts.alone().refuse();
	}

	/** Commits what has changed, unless a commit is under way. */
	void go(Consumer<?, ?> consumer, Collection<Partition> partitions) {
		if (this.underWay || waits()) {
			return;
		}
		Map<Partition, Snapshot<KafkaMessage>> snapshots = snapshots(partitions);
		if (snapshots.isEmpty()) {
			return;
		}
		List<CompletableFuture<Boolean>> alone = this.verdicts.alone().take();
		this.underWay = true;
		this.verdicts.committing(true);
		try {
			consumer.commitAsync(offsets(snapshots), (offsets, failure) -> {
				ended(snapshots, alone, failure);
				this.mail.wake();
			});
		}
		catch (RuntimeException ex) {
			ended(snapshots, alone, ex);
		}
	}

	private static Map<Partition, Snapshot<KafkaMessage>> snapshots(Collection<Partition> partitions) {
		Map<Partition, Snapshot<KafkaMessage>> snapshots = new LinkedHashMap<>();
		for (Partition partition : partitions) {
			if (partition.window().changed()) {
				snapshots.put(partition, partition.window().snapshot());
			}
		}
		return snapshots;
	}

	private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<Partition, Snapshot<KafkaMessage>> snapshots) {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		snapshots.forEach((partition, snapshot) -> offsets.put(partition.id(),
				new OffsetAndMetadata(snapshot.offset(), snapshot.metadata())));
		return offsets;
	}

	private void ended(Map<Partition, Snapshot<KafkaMessage>> snapshots, List<CompletableFuture<Boolean>> alone,
			@Nullable Exception failure) {
		this.underWay = false;
		this.verdicts.committing(false);
		this.failed = failure != null;
		alone.forEach((each) -> each.complete(failure == null));
		if (failure == null) {
			confirmed(snapshots);
		}
		else {
			refused(snapshots, failure);
		}
	}

	private void confirmed(Map<Partition, Snapshot<KafkaMessage>> snapshots) {
		this.confirmedAt = this.nanos.getAsLong();
		this.condition.works(Part.COMMITTING);
		this.feed.confirmed();
		snapshots.forEach((partition, snapshot) -> {
			if (!partition.gone()) {
				partition.window().confirm(snapshot);
			}
			tell(snapshot.counts());
		});
	}

	private void tell(Counts counts) {
		if (counts.completed() > 0) {
			this.listener.completed(counts.completed());
		}
		if (counts.retried() > 0) {
			this.listener.retried(counts.retried());
		}
		if (counts.takenOver() > 0) {
			this.listener.takenOver(counts.takenOver());
		}
	}

	private void refused(Map<Partition, Snapshot<KafkaMessage>> snapshots, Exception failure) {
		this.failedAt = this.nanos.getAsLong();
		for (Map.Entry<Partition, Snapshot<KafkaMessage>> each : snapshots.entrySet()) {
			Partition partition = each.getKey();
			if (!partition.gone()) {
				partition.window().refuse(each.getValue());
			}
		}
		if (failure instanceof OffsetMetadataTooLarge) {
			this.limit.refused(longest(snapshots));
		}
		if (!passes(failure)) {
			this.condition.fails(Part.COMMITTING,
					"What was done cannot be committed: " + this.clients.explain(failure));
		}
	}

	private static int longest(Map<Partition, Snapshot<KafkaMessage>> snapshots) {
		return snapshots.values().stream().mapToInt((snapshot) -> snapshot.metadata().length()).max().orElse(0);
	}

	/** Whether the next poll says what is wrong, or the next commit is a better one. */
	private static boolean passes(Exception failure) {
		return failure instanceof RetriableCommitFailedException || failure instanceof RebalanceInProgressException
				|| failure instanceof CommitFailedException || failure instanceof OffsetMetadataTooLarge;
	}

	/**
	 * Commits now, and waits for it: as much as the broker takes.
	 * @return whether it was confirmed
	 */
	boolean finish(Consumer<?, ?> consumer, Collection<Partition> partitions, Duration patience) {
		boolean again = !partitions.isEmpty();
		this.failed = false;
		while (again) {
			again = false;
			Map<Partition, Snapshot<KafkaMessage>> snapshots = new LinkedHashMap<>();
			partitions.forEach((partition) -> snapshots.put(partition, partition.window().snapshot()));
			RuntimeException failure = commitNow(consumer, offsets(snapshots), patience);
			this.failed = failure != null;
			if (failure == null) {
				snapshots.values().forEach((snapshot) -> tell(snapshot.counts()));
			}
			else {
				snapshots.forEach((partition, snapshot) -> partition.window().refuse(snapshot));
			}
			if (failure instanceof OffsetMetadataTooLarge) {
				again = longest(snapshots) > 0;
				this.limit.refused(longest(snapshots));
			}
		}
		return !this.failed;
	}

	private static @Nullable RuntimeException commitNow(Consumer<?, ?> consumer,
			Map<TopicPartition, OffsetAndMetadata> offsets, Duration patience) {
		try {
			Undisturbed.run(() -> consumer.commitSync(offsets, patience));
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

}
