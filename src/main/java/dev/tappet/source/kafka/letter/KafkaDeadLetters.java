package dev.tappet.source.kafka.letter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Edit;
import dev.tappet.source.kafka.place.Place;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one trigger, in one topic or several. What was removed is noted in
 * the group of {@link RemovedLetters}, for a topic gives up its oldest records only.
 */
public final class KafkaDeadLetters implements DeadLetters {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Place place;

	private final String trigger;

	private final LetterTopics topics;

	private final RemovedLetters removed;

	/**
	 * The dead letters of a trigger.
	 * @param place the cluster
	 * @param trigger the trigger's name
	 * @param group its consumer group
	 * @param topics where its dead letters are
	 */
	public KafkaDeadLetters(Place place, String trigger, String group, Collection<String> topics) {
		this.place = place;
		this.trigger = trigger;
		this.topics = new LetterTopics(place, List.copyOf(topics));
		this.removed = new RemovedLetters(place, group);
	}

	@Override
	public CompletionStage<Long> count() {
		return ask(() -> {
			List<LetterRange> ranges = ranges();
			return ranges.stream().mapToLong(LetterRange::count).sum();
		});
	}

	@Override
	public CompletionStage<List<DeadLetter>> list(int most, @Nullable String before) {
		return ask(() -> {
			List<LetterRange> ranges = ranges();
			try (LetterReader reader = new LetterReader(this.place, this.trigger)) {
				Predicate<ConsumerRecord<byte[], byte[]>> wanted = (before != null) ? olderThan(before, reader, ranges)
						: (record) -> true;
				List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
				for (LetterRange range : ranges) {
					found.addAll(reader.newest(range, most, wanted));
				}
				return found.stream().sorted(LetterReader.NEWEST_FIRST).limit(most).map(LetterRecord::read).toList();
			}
		});
	}

	/**
	 * A dead letter that was removed meanwhile still says where a page begins; of one
	 * that is not there any more nothing but its offset is known.
	 */
	private static Predicate<ConsumerRecord<byte[], byte[]>> olderThan(String id, LetterReader reader,
			List<LetterRange> ranges) {
		LetterId place = LetterId.parse(id);
		if (place == null) {
			return (record) -> false;
		}
		ConsumerRecord<byte[], byte[]> last = ranges.stream()
			.filter((range) -> range.partition().equals(place.partition()))
			.flatMap((range) -> reader.at(range.whole(), List.of(place.offset())).stream())
			.findFirst()
			.orElse(null);
		return (record) -> (last != null) ? LetterReader.NEWEST_FIRST.compare(last, record) < 0
				: !LetterId.of(record).partition().equals(place.partition()) || record.offset() < place.offset();
	}

	@Override
	public CompletionStage<Integer> replay(Collection<String> ids) {
		return ask(() -> remove(ids, LetterRecord::replay));
	}

	@Override
	public CompletionStage<Integer> replay(String id, Edit edit) {
		try {
			byte[] value = edit.body();
			return ask(() -> remove(List.of(id), (letter) -> LetterRecord.replay(letter, value)));
		}
		catch (IllegalArgumentException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	@Override
	public CompletionStage<Integer> delete(Collection<String> ids) {
		return ask(() -> remove(ids, null));
	}

	/** What is put back for a dead letter. */
	private interface Copy {

		ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> letter);

	}

	private synchronized int remove(Collection<String> ids, @Nullable Copy copy) throws Exception {
		Map<TopicPartition, List<Long>> wanted = LetterIds.byPartition(ids);
		int count = 0;
		try (LetterReader reader = new LetterReader(this.place, this.trigger)) {
			for (LetterRange range : ranges()) {
				List<Long> offsets = wanted.getOrDefault(range.partition(), List.of())
					.stream()
					.filter(range::has)
					.toList();
				List<ConsumerRecord<byte[], byte[]>> found = reader.at(range, offsets);
				if (copy != null) {
					putBack(found, copy);
				}
				if (!found.isEmpty()) {
					this.removed.add(range, found.stream().map(ConsumerRecord::offset).toList());
				}
				count += found.size();
			}
		}
		return count;
	}

	private void putBack(List<ConsumerRecord<byte[], byte[]>> letters, Copy copy) throws Exception {
		for (ConsumerRecord<byte[], byte[]> letter : letters) {
			this.place.write(copy.of(letter), PATIENCE);
		}
	}

	private List<LetterRange> ranges() throws Exception {
		return this.removed.restrict(this.topics.ranges());
	}

	/** What is too large was so before anything was asked. */
	private RuntimeException failure(Throwable cause) {
		String text = this.place.clients().explain(cause);
		return (cause instanceof RecordTooLargeException) ? new IllegalArgumentException(text)
				: new IllegalStateException(text);
	}

	private static Throwable cause(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof ExecutionException && cause != null) ? cause : failure;
	}

	/** Asking a cluster takes a while, in which nobody else is to wait. */
	private <T> CompletionStage<T> ask(Callable<T> question) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		Thread.ofVirtual().name("tappet-letters-" + this.trigger).start(() -> {
			try {
				answer.complete(question.call());
			}
			catch (Throwable ex) {
				answer.completeExceptionally(failure(cause(ex)));
			}
		});
		return answer;
	}

}
