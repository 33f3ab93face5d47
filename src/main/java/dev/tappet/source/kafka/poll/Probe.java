package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.kafka.place.Place;
import dev.tappet.source.kafka.poll.Condition.Part;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether the cluster is there and has the topics. A consumer does not tell: its
 * polls bring nothing then, as they do when there is nothing to read. It belongs to the
 * thread that polls.
 */
final class Probe {

	private static final long INTERVAL = Duration.ofSeconds(2).toNanos();

	/**
	 * What comes from one topic says nothing of another, and the records of one that was
	 * made anew look like those of the old one.
	 */
	private static final long BUSY_INTERVAL = Duration.ofSeconds(10).toNanos();

	private static final int PATIENCE_MILLIS = 3000;

	private final Place place;

	private final List<String> topics;

	private final Condition condition;

	private final LetterWatch letters;

	private final Map<String, Uuid> ids = new ConcurrentHashMap<>();

	private final Map<String, Anew> anew = new ConcurrentHashMap<>();

	/** When topics were last seen to be gone. */
	private final Map<String, Long> gone = new ConcurrentHashMap<>();

	private boolean asking;

	private boolean asked;

	private long askedAt;

	/** Whether the last answer was that something is wrong. */
	private boolean failing;

	/**
	 * That a topic was made anew.
	 *
	 * @param goneAt when there was none, or {@code null} where that was not seen
	 */
	record Anew(@Nullable Long goneAt) {

		/** Whether what was found out about positions at a time may be of the old one. */
		boolean mayOutdate(long positioned) {
			return this.goneAt == null || positioned - this.goneAt < 0;
		}

	}

	Probe(Place place, List<String> topics, Condition condition, LetterWatch letters) {
		this.place = place;
		this.topics = topics;
		this.condition = condition;
		this.letters = letters;
	}

	/** Asks, unless something has shown recently that all is well. */
	void look(Mail mail, long shownAt, long now) {
		if (this.asking || !isDue(shownAt, now)) {
			return;
		}
		this.asked = true;
		this.askedAt = now;
		this.asking = true;
		boolean busy = now - shownAt <= INTERVAL;
		try {
			Map<String, CompletableFuture<TopicDescription>> answers = ask();
			CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
				// It has been seen to take far longer than it was told to.
				.orTimeout(PATIENCE_MILLIS + 1000, TimeUnit.MILLISECONDS)
				.whenComplete((all, failure) -> Thread.ofVirtual().name("tappet-probe").start(() -> {
					Throwable worst = note(answers, busy ? null : failure);
					tell(worst);
					mail.post(() -> ended(worst != null));
					if (worst == null) {
						this.letters.look();
					}
				}));
		}
		catch (RuntimeException ex) {
			tell(ex);
			ended(true);
		}
	}

	private boolean isDue(long shownAt, long now) {
		long since = now - this.askedAt;
		boolean unknown = this.failing || now - shownAt > INTERVAL;
		return !this.asked || since > BUSY_INTERVAL || (since > INTERVAL && unknown);
	}

	private void ended(boolean wrong) {
		this.asking = false;
		this.failing = wrong;
	}

	private Map<String, CompletableFuture<TopicDescription>> ask() {
		Map<String, CompletableFuture<TopicDescription>> answers = new ConcurrentHashMap<>();
		Map<String, KafkaFuture<TopicDescription>> asked = this.place.admin()
			.describeTopics(this.topics, new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
			.topicNameValues();
		asked.forEach((topic, answer) -> answers.put(topic, answer.toCompletionStage().toCompletableFuture()));
		return answers;
	}

	/**
	 * Keeps what was found.
	 * @param failure that there is no answer, unless what comes from the cluster says
	 * more
	 * @return what is wrong, by the names of the topics where it is about some, or
	 * {@code null}
	 */
	private @Nullable Throwable note(Map<String, CompletableFuture<TopicDescription>> answers,
			@Nullable Throwable failure) {
		Set<String> missing = new TreeSet<>();
		Set<String> forbidden = new TreeSet<>();
		answers.forEach((topic, answer) -> {
			if (answer.state() == CompletableFuture.State.SUCCESS) {
				note(topic, answer.resultNow());
			}
			else if (answer.state() == CompletableFuture.State.FAILED) {
				switch (cause(answer.exceptionNow())) {
					case UnknownTopicOrPartitionException ex -> {
						this.gone.put(topic, System.nanoTime());
						missing.add("'" + topic + "'");
					}
					case InvalidTopicException ex -> missing.add("'" + topic + "'");
					case TopicAuthorizationException ex -> forbidden.add(topic);
					case Throwable ex -> {
					}
				}
			}
		});
		if (!missing.isEmpty()) {
			return new UnknownTopicOrPartitionException(String.join(", ", missing));
		}
		return forbidden.isEmpty() ? failure : new TopicAuthorizationException(forbidden);
	}

	/**
	 * A topic of the same name that was made anew has other records at the same offsets.
	 */
	private void note(String name, TopicDescription topic) {
		Uuid known = this.ids.put(name, topic.topicId());
		Long goneAt = this.gone.remove(name);
		if (known != null && !known.equals(topic.topicId())) {
			this.anew.put(name, new Anew(goneAt));
		}
	}

	/** The topics that were made anew since this was last asked. */
	Map<String, Anew> takeAnew() {
		if (this.anew.isEmpty()) {
			return Map.of();
		}
		Map<String, Anew> taken = Map.copyOf(this.anew);
		taken.forEach(this.anew::remove);
		return taken;
	}

	/** To find out what a failure means takes a while, in which polling goes on. */
	private void tell(@Nullable Throwable failure) {
		if (failure == null) {
			this.condition.works(Part.CLUSTER);
		}
		else {
			this.condition.fails(Part.CLUSTER, this.place.clients().explain(cause(failure)));
		}
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
