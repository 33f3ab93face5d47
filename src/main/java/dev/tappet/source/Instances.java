package dev.tappet.source;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The instances that live, and those that have ended without a word not long ago. Those
 * that live come first.
 *
 * @param shown some of them, at most {@link #MOST}
 * @param more how many there are at least besides
 */
public record Instances(List<Instance> shown, long more) {

	/** How many are shown at most. */
	public static final int MOST = 100;

	/** None at all. */
	public static final Instances NONE = new Instances(List.of(), 0);

	private static final Comparator<Instance> LIVING = Comparator.comparing(Instance::id);

	private static final Comparator<Instance> GONE = Comparator.comparing(Instance::seen)
		.reversed()
		.thenComparing(LIVING);

	public Instances {
		shown = List.copyOf(shown);
	}

	/**
	 * One of them.
	 *
	 * @param id its instance id
	 * @param since since when it lives
	 * @param seen when it showed its last sign of life
	 * @param lives whether that is not long enough ago for it to have ended
	 */
	public record Instance(String id, Instant since, Instant seen, boolean lives) {

		/** The same instance, seen in two places. */
		private Instance and(Instance other) {
			return new Instance(this.id, this.since.isBefore(other.since) ? this.since : other.since,
					this.seen.isAfter(other.seen) ? this.seen : other.seen, this.lives || other.lives);
		}

	}

	/**
	 * Sorts what was found, and cuts it.
	 * @param found the instances, each of them once
	 * @param all how many there are, where not all were found
	 * @return the instances
	 */
	public static Instances of(Collection<Instance> found, long all) {
		List<Instance> shown = Stream
			.concat(found.stream().filter(Instance::lives).sorted(LIVING),
					found.stream().filter((instance) -> !instance.lives()).sorted(GONE))
			.limit(MOST)
			.toList();
		return new Instances(shown, Math.max(all, found.size()) - shown.size());
	}

	/**
	 * Those of several places.
	 * @param other the instances of another place
	 * @return the instances of both
	 */
	public Instances and(Instances other) {
		Map<String, Instance> both = new LinkedHashMap<>();
		Stream.concat(this.shown.stream(), other.shown.stream())
			.forEach((instance) -> both.merge(instance.id(), instance, Instance::and));
		return of(both.values(), Math.max(all(), other.all()));
	}

	private long all() {
		return this.shown.size() + this.more;
	}

}
