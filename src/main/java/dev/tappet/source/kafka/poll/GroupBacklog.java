package dev.tappet.source.kafka.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Backlog;
import dev.tappet.source.WorkerLimit;
import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.place.RecordTimes.Spot;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How much a group still has to do, how old that is and how many can share it. Questions
 * of one moment share what they ask the cluster.
 */
final class GroupBacklog {

	private static final long FRESH = Duration.ofSeconds(1).toNanos();

	/** How long one question looks for the times of records. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final GroupLook look;

	private final Place place;

	private final Clock clock;

	private final OldestRecords oldest = new OldestRecords();

	private @Nullable Asked last;

	private volatile @Nullable WorkerLimit limit;

	private volatile @Nullable GroupSight seen;

	/**
	 * A question to the cluster.
	 *
	 * @param answer what it says
	 * @param when when it was put
	 */
	private record Asked(CompletableFuture<GroupSight> answer, long when) {
	}

	GroupBacklog(Place place, KafkaDefinition definition, Clock clock) {
		this.place = place;
		this.look = new GroupLook(place, definition);
		this.clock = clock;
	}

	CompletionStage<@Nullable Backlog> ask() {
		return sight(false).thenApply(GroupSight::backlog);
	}

	CompletionStage<@Nullable Duration> age() {
		return sight(true).thenApplyAsync(this::age, (task) -> Thread.ofVirtual().name("tappet-age").start(task));
	}

	/**
	 * How many records wait in some partitions, as it was last asked.
	 * @param positions where reading goes on in them
	 */
	long behind(Map<TopicPartition, Long> positions) {
		GroupSight sight = this.seen;
		return (sight != null) ? sight.behind(positions) : 0;
	}

	/** As many workers as there were partitions when that was last asked for. */
	@Nullable WorkerLimit limit() {
		return this.limit;
	}

	private synchronized CompletableFuture<GroupSight> sight(boolean recent) {
		Asked known = this.last;
		if (known != null && (!known.answer().isDone() || (recent && System.nanoTime() - known.when() < FRESH))) {
			return known.answer();
		}
		CompletableFuture<GroupSight> answer = this.look.ask().thenApply((sight) -> {
			this.limit = limit(sight);
			this.seen = sight;
			return sight;
		});
		this.last = new Asked(answer, System.nanoTime());
		return answer;
	}

	private WorkerLimit limit(GroupSight sight) {
		return new WorkerLimit(sight.partitions(),
				"%s; give the topic more partitions, or raise 'concurrency' and 'messages-per-worker'"
					.formatted((sight.partitions() == 1) ? "there is one partition"
							: "there are %d partitions".formatted(sight.partitions())));
	}

	private @Nullable Duration age(GroupSight sight) {
		Map<TopicPartition, Spot> unknown = this.oldest.unknown(sight);
		if (!unknown.isEmpty()) {
			try {
				this.oldest.keep(unknown, this.place.times().at(unknown, PATIENCE));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new CompletionException(ex);
			}
			catch (RuntimeException ex) {
				throw new IllegalStateException(this.place.clients().explain(ex));
			}
		}
		return this.oldest.age(sight, this.clock.millis());
	}

}
