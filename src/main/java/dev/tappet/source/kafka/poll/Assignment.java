package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.tappet.source.Printable;
import dev.tappet.source.kafka.poll.Condition.Part;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this worker has, as they come and go. One that goes to another
 * worker waits for the handlers of its records, and takes along what they have done. It
 * belongs to the thread that polls.
 */
final class Assignment implements ConsumerRebalanceListener {

	private static final Logger logger = LoggerFactory.getLogger(Assignment.class);

	private static final Duration COMMIT = Duration.ofSeconds(10);

	private static final long LOOK = Duration.ofMillis(20).toNanos();

	private final Consumer<byte[], byte[]> consumer;

	private final Positions positions;

	private final Commits commits;

	private final Mail mail;

	private final Condition condition;

	/** How long the handlers of a partition that goes may take. */
	private final Duration patience;

	private final Map<TopicPartition, Partition> partitions = new LinkedHashMap<>();

	/** When it was found out where to read. */
	private final Map<TopicPartition, Long> positioned = new HashMap<>();

	private final Set<TopicPartition> unrestored = new HashSet<>();

	private List<Partition> all = List.of();

	/** Whether all is committed that will be. */
	private boolean finished;

	Assignment(Consumer<byte[], byte[]> consumer, Positions positions, Commits commits, Mail mail, Condition condition,
			Duration patience) {
		this.consumer = consumer;
		this.positions = positions;
		this.commits = commits;
		this.mail = mail;
		this.condition = condition;
		this.patience = patience;
	}

	/** The partitions whose records can be begun. */
	List<Partition> all() {
		return this.all;
	}

	@Nullable Partition find(TopicPartition id) {
		return this.partitions.get(id);
	}

	@Override
	public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
		this.unrestored.addAll(assigned);
		restore();
		if (this.unrestored.isEmpty()) {
			this.condition.joined();
		}
	}

	/**
	 * Finds out where reading goes on in partitions that are new here. It is tried again
	 * where the cluster does not say: nothing is read of them before.
	 */
	void restore() {
		if (this.unrestored.isEmpty()) {
			return;
		}
		try {
			long now = System.nanoTime();
			this.unrestored.forEach((id) -> this.positioned.put(id, now));
			this.partitions.putAll(this.positions.restore(this.consumer, Set.copyOf(this.unrestored)));
			this.consumer.resume(this.unrestored);
			this.unrestored.clear();
			update();
			this.condition.works(Part.POSITION);
			this.condition.joined();
		}
		catch (RuntimeException ex) {
			this.condition.fails(Part.POSITION, "The cluster does not say where to go on reading: "
					+ Printable.of(String.valueOf(ex.getMessage()), Printable.DETAIL));
			this.consumer.pause(this.unrestored);
		}
	}

	@Override
	public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
		this.unrestored.removeAll(revoked);
		if (this.finished) {
			leave(revoked);
			return;
		}
		List<Partition> leaving = revoked.stream().map(this.partitions::get).filter(Objects::nonNull).toList();
		leaving.forEach((partition) -> partition.window().releaseUnstarted());
		long until = System.nanoTime() + this.patience.toNanos();
		this.mail.work();
		while (runs(leaving) && System.nanoTime() - until < 0) {
			this.mail.rest(LOOK);
			this.mail.work();
		}
		if (!leaving.isEmpty() && !this.commits.finish(this.consumer, leaving, COMMIT)) {
			logger.warn("What was done in {} could not be committed, and is repeated elsewhere", revoked);
		}
		leave(revoked);
		cleared();
	}

	@Override
	public void onPartitionsLost(Collection<TopicPartition> lost) {
		this.unrestored.removeAll(lost);
		leave(lost);
		cleared();
	}

	private void cleared() {
		if (this.unrestored.isEmpty()) {
			this.condition.works(Part.POSITION);
		}
	}

	private void leave(Collection<TopicPartition> ids) {
		for (TopicPartition id : ids) {
			this.positioned.remove(id);
			Partition partition = this.partitions.remove(id);
			if (partition != null) {
				partition.leave();
			}
		}
		update();
	}

	/** Whether handlers of partitions run, also such that are past their time. */
	private static boolean runs(List<Partition> partitions) {
		return isBusy(partitions) || partitions.stream().anyMatch((partition) -> !partition.isFree());
	}

	private static boolean isBusy(List<Partition> partitions) {
		return partitions.stream().anyMatch((partition) -> partition.window().out() > 0);
	}

	/** Goes on where there are records. */
	void reset(Map<TopicPartition, Long> wanted) {
		Map<TopicPartition, Partition> anew = this.positions.reset(this.consumer, this.all, wanted);
		leave(anew.keySet());
		this.partitions.putAll(anew);
		this.consumer.resume(anew.keySet());
		update();
	}

	/**
	 * Goes on with the first records of topics that were made anew, unless it has begun
	 * with them already: the group may share them anew before anybody asks.
	 */
	void beginAnew(Map<String, Probe.Anew> topics) {
		Set<TopicPartition> ids = new HashSet<>();
		for (TopicPartition id : this.partitions.keySet()) {
			Probe.Anew topic = topics.get(id.topic());
			Long at = this.positioned.get(id);
			if (topic != null && at != null && !topic.mayOutdate(at)) {
				this.condition.gap(id.topic());
			}
			else if (topic != null) {
				ids.add(id);
			}
		}
		if (!ids.isEmpty()) {
			Map<TopicPartition, Partition> anew = this.positions.beginAnew(this.consumer, ids);
			leave(ids);
			this.partitions.putAll(anew);
			this.consumer.resume(ids);
			update();
		}
	}

	/** Partitions that go from now on wait for nobody: that has been done. */
	void finished() {
		this.finished = true;
	}

	/** Nothing is this worker's any more. */
	void drop() {
		leave(new ArrayList<>(this.partitions.keySet()));
		this.unrestored.clear();
		this.condition.works(Part.POSITION);
	}

	private void update() {
		this.all = List.copyOf(this.partitions.values());
	}

	/** Whether records are in the hands of handlers, or being written to dead letters. */
	boolean isBusy() {
		return isBusy(this.all);
	}

}
