package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.jspecify.annotations.Nullable;

/**
 * A consumer without a cluster, whose commits a test confirms or refuses.
 */
final class HandCommitted extends MockConsumer<byte[], byte[]> {

	private final Queue<Pending> pending = new ArrayDeque<>();

	private final Queue<RuntimeException> refusals = new ArrayDeque<>();

	/** Where the records of a time are. */
	final Map<TopicPartition, OffsetAndTimestamp> times = new HashMap<>();

	/** The longest metadata that is taken. */
	int longest = Integer.MAX_VALUE;

	/** How many commits were made. */
	int commits;

	private record Pending(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
	}

	HandCommitted() {
		super("none");
	}

	@Override
	public synchronized void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets,
			@Nullable OffsetCommitCallback callback) {
		if (callback == null) {
			// By what is waited for.
			super.commitAsync(offsets, null);
			return;
		}
		this.commits++;
		this.pending.add(new Pending(offsets, callback));
	}

	@Override
	public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration patience) {
		this.commits++;
		RuntimeException refusal = isTooLong(offsets) ? new OffsetMetadataTooLarge("too long") : this.refusals.poll();
		if (refusal != null) {
			throw refusal;
		}
		commitSync(offsets);
	}

	@Override
	public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> wanted) {
		return this.times;
	}

	private boolean isTooLong(Map<TopicPartition, OffsetAndMetadata> offsets) {
		return offsets.values().stream().anyMatch((each) -> each.metadata().length() > this.longest);
	}

	/** How many commits are under way. */
	int underWay() {
		return this.pending.size();
	}

	/** Answers the oldest commit as a broker does. */
	void confirm() {
		Pending next = this.pending.remove();
		if (isTooLong(next.offsets())) {
			next.callback().onComplete(next.offsets(), new OffsetMetadataTooLarge("too long"));
		}
		else {
			commitSync(next.offsets());
			next.callback().onComplete(next.offsets(), null);
		}
	}

	void refuse(Exception failure) {
		Pending next = this.pending.remove();
		next.callback().onComplete(next.offsets(), failure);
	}

	/** Refuses the next commit that is waited for. */
	void refuseNext(RuntimeException failure) {
		this.refusals.add(failure);
	}

}
