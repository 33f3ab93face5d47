package dev.tappet.source.kafka.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Backlog;
import dev.tappet.source.WorkerLimit;
import dev.tappet.source.Workers;
import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.place.RecordTimes.Spot;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How much a group still has to do, how old that is, who does it and how many can share
 * it. Questions of one moment share what they ask the cluster.
 */
final class GroupBacklog {

	/** How long one question looks for the times of records. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Place place;

	private final Clock clock;

	private final OldestRecords oldest = new OldestRecords();

	private final SharedQuestion<GroupSight> sight;

	private final SharedQuestion<Workers> members;

	private volatile @Nullable WorkerLimit limit;

	private volatile @Nullable GroupSight seen;

	GroupBacklog(Place place, String trigger, KafkaDefinition definition, Clock clock) {
		this.place = place;
		this.clock = clock;
		GroupLook look = new GroupLook(place, definition);
		this.sight = new SharedQuestion<>(() -> look.ask().thenApply(this::seen));
		GroupMembers group = new GroupMembers(trigger, definition, place.clients().clientId());
		this.members = new SharedQuestion<>(() -> group.ask(place));
	}

	CompletionStage<@Nullable Backlog> ask() {
		return this.sight.put().thenApply(GroupSight::backlog);
	}

	CompletionStage<@Nullable Duration> age() {
		return this.sight.putUnlessFresh()
			.thenApplyAsync(this::age, (task) -> Thread.ofVirtual().name("tappet-age").start(task));
	}

	CompletionStage<@Nullable Workers> workers() {
		return this.members.putUnlessFresh().thenApply((workers) -> workers);
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

	private GroupSight seen(GroupSight sight) {
		this.limit = limit(sight);
		this.seen = sight;
		return sight;
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
