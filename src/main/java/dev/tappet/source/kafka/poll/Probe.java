package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.poll.Condition.Part;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether the cluster is there and has the topics. A consumer does not tell: its
 * polls bring nothing then, as they do when there is nothing to read. It belongs to the
 * thread that polls.
 */
final class Probe {

	private static final long INTERVAL = Duration.ofSeconds(2).toNanos();

	private static final int PATIENCE_MILLIS = 3000;

	private final Place place;

	private final List<String> topics;

	private final Condition condition;

	private final Map<String, Uuid> ids = new ConcurrentHashMap<>();

	private final Set<String> anew = ConcurrentHashMap.newKeySet();

	private boolean asking;

	private boolean asked;

	private long askedAt;

	Probe(Place place, List<String> topics, Condition condition) {
		this.place = place;
		this.topics = topics;
		this.condition = condition;
	}

	/** Asks, unless something has shown recently that all is well. */
	void look(Mail mail, long shownAt, long now) {
		boolean due = !this.asked || (now - this.askedAt > INTERVAL && now - shownAt > INTERVAL);
		if (this.asking || !due) {
			return;
		}
		this.asked = true;
		this.askedAt = now;
		this.asking = true;
		try {
			this.place.admin()
				.describeTopics(this.topics, new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
				.allTopicNames()
				.toCompletionStage()
				.toCompletableFuture()
				// It has been seen to take far longer than it was told to.
				.orTimeout(PATIENCE_MILLIS + 1000, TimeUnit.MILLISECONDS)
				.whenComplete((found, failure) -> Thread.ofVirtual().name("tappet-probe").start(() -> {
					tell(failure);
					note((found != null) ? found : Map.of());
					mail.post(() -> this.asking = false);
				}));
		}
		catch (RuntimeException ex) {
			tell(ex);
			this.asking = false;
		}
	}

	/**
	 * A topic of the same name that was made anew has other records at the same offsets.
	 */
	private void note(Map<String, TopicDescription> found) {
		found.forEach((name, topic) -> {
			Uuid known = this.ids.put(name, topic.topicId());
			if (known != null && !known.equals(topic.topicId())) {
				this.anew.add(name);
			}
		});
	}

	/** The topics that were made anew since this was last asked. */
	Set<String> takeAnew() {
		if (this.anew.isEmpty()) {
			return Set.of();
		}
		Set<String> taken = Set.copyOf(this.anew);
		this.anew.removeAll(taken);
		return taken;
	}

	/** To find out what a failure means takes a while, in which polling goes on. */
	private void tell(@Nullable Throwable failure) {
		if (failure == null) {
			this.condition.works(Part.CLUSTER);
		}
		else {
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			this.condition.fails(Part.CLUSTER, this.place.clients().explain(cause));
		}
	}

}
