package dev.tappet.source.redis.poll;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Edit;
import dev.tappet.source.redis.lease.DeadLetterStream;
import dev.tappet.source.redis.lease.EntryId;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of all keys of a trigger as one. Each key has a stream of its own, so
 * the id of a dead letter is that of its entry, and the key behind an {@code @}, such as
 * {@code 1658354934941-0@orders}. Where there is one key only, an id is just the entry's.
 */
final class DeadLettersOfKeys implements DeadLetters {

	/** A dead letter's place among all: newest first, and at the same time by key. */
	private record Place(EntryId entry, int key) implements Comparable<Place> {

		private static final Comparator<Place> ORDER = Comparator.comparing(Place::entry)
			.reversed()
			.thenComparingInt(Place::key);

		@Override
		public int compareTo(Place other) {
			return ORDER.compare(this, other);
		}

		/** What the page of another key begins after, so that it begins behind this. */
		String beforeIn(int other) {
			return ((other > this.key) ? this.entry.next() : this.entry).toString();
		}

	}

	private record Placed(Place place, DeadLetter letter) {
	}

	private final List<String> keys;

	private final List<DeadLetters> each;

	private DeadLettersOfKeys(Map<String, DeadLetters> each) {
		this.keys = List.copyOf(each.keySet());
		this.each = List.copyOf(each.values());
	}

	/**
	 * The dead letters of a trigger.
	 * @param each those of each of its keys
	 * @return all of them
	 */
	static DeadLetters of(Map<String, DeadLetters> each) {
		return (each.size() == 1) ? each.values().iterator().next() : new DeadLettersOfKeys(each);
	}

	@Override
	public CompletionStage<Long> count() {
		CompletionStage<Long> sum = CompletableFuture.completedStage(0L);
		for (DeadLetters one : this.each) {
			sum = sum.thenCombine(one.count(), Long::sum);
		}
		return sum;
	}

	@Override
	public CompletionStage<List<DeadLetter>> list(int most, @Nullable String before) {
		Place begin = (before != null) ? place(before) : null;
		if (before != null && begin == null) {
			return CompletableFuture
				.failedStage(new IllegalArgumentException("'" + before + "' is not the id of a dead letter"));
		}
		CompletionStage<List<Placed>> all = CompletableFuture.completedStage(new ArrayList<>());
		for (int i = 0; i < this.each.size(); i++) {
			int key = i;
			all = all.thenCombine(this.each.get(i).list(most, (begin != null) ? begin.beforeIn(i) : null),
					(placed, letters) -> {
						letters.forEach((letter) -> placed.add(placed(letter, key)));
						return placed;
					});
		}
		// Behind the end of a key's page there may be more of it.
		int length = Math.clamp(most, 0, DeadLetterStream.LONGEST_PAGE);
		return all.thenApply((placed) -> placed.stream()
			.sorted(Comparator.comparing(Placed::place))
			.limit(length)
			.map(Placed::letter)
			.toList());
	}

	private Placed placed(DeadLetter letter, int key) {
		EntryId entry = Objects.requireNonNull(EntryId.parse(letter.id()));
		return new Placed(new Place(entry, key), new DeadLetter(letter.id() + "@" + this.keys.get(key), letter.source(),
				letter.attempts(), letter.reason(), letter.failedAt(), letter.original()));
	}

	private @Nullable Place place(String id) {
		// An entry's id has no such sign, though a key may.
		int cut = id.indexOf('@');
		EntryId entry = (cut < 0) ? null : EntryId.parse(id.substring(0, cut));
		int key = this.keys.indexOf(id.substring(cut + 1));
		return (entry == null || key < 0) ? null : new Place(entry, key);
	}

	@Override
	public CompletionStage<Integer> replay(Collection<String> ids) {
		return byKey(ids, DeadLetters::replay);
	}

	@Override
	public CompletionStage<Integer> replay(String id, Edit edit) {
		Place place = place(id);
		return (place == null) ? CompletableFuture.completedStage(0)
				: this.each.get(place.key()).replay(place.entry().toString(), edit);
	}

	@Override
	public CompletionStage<Integer> delete(Collection<String> ids) {
		return byKey(ids, DeadLetters::delete);
	}

	private CompletionStage<Integer> byKey(Collection<String> ids,
			BiFunction<DeadLetters, List<String>, CompletionStage<Integer>> step) {
		Map<Integer, List<String>> byKey = new LinkedHashMap<>();
		for (String id : ids) {
			Place place = place(id);
			if (place != null) {
				byKey.computeIfAbsent(place.key(), (key) -> new ArrayList<>()).add(place.entry().toString());
			}
		}
		CompletionStage<Integer> sum = CompletableFuture.completedStage(0);
		for (Map.Entry<Integer, List<String>> some : byKey.entrySet()) {
			sum = sum.thenCombine(step.apply(this.each.get(some.getKey()), some.getValue()), Integer::sum);
		}
		return sum;
	}

}
