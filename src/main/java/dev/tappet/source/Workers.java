package dev.tappet.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who works on a source, over all instances. Those that hold most come first.
 *
 * @param shown some of them, at most {@link #MOST}
 * @param more how many there are at least besides
 */
public record Workers(List<Worker> shown, long more) {

	/** How many are shown at most. */
	public static final int MOST = 100;

	private static final Comparator<Worker> ORDER = Comparator.comparingLong((Worker worker) -> worker.held().number())
		.reversed()
		.thenComparing(Worker::life)
		.thenComparing(Worker::instance);

	public Workers {
		shown = List.copyOf(shown);
	}

	/**
	 * What the broker knows of a worker.
	 */
	public enum Life {

		/** It shows signs of life. */
		ALIVE,

		/** It shows no sign of life any more, and has not said that it leaves. */
		GONE,

		/** It is none of Tappet's, and is left alone. */
		FOREIGN

	}

	/**
	 * One of them.
	 *
	 * @param instance its instance id, or what it is called that is none of Tappet's
	 * @param held what it has of the source
	 * @param life whether it lives
	 */
	public record Worker(String instance, Held held, Life life) {

		/**
		 * The same worker, seen in two places.
		 * @param other as it is seen in the other
		 * @return what both say of it
		 */
		public Worker and(Worker other) {
			return new Worker(this.instance, this.held.and(other.held),
					(this.life.compareTo(other.life) <= 0) ? this.life : other.life);
		}

	}

	/**
	 * Sorts what was found, and cuts it.
	 * @param found the workers, each of them once
	 * @param all how many there are, where not all were found
	 * @return the workers
	 */
	public static Workers of(Collection<Worker> found, long all) {
		List<Worker> shown = found.stream().sorted(ORDER).limit(MOST).toList();
		return new Workers(shown, Math.max(all, found.size()) - shown.size());
	}

	/**
	 * Those of several parts of a source.
	 * @param other the workers on another part
	 * @return the workers on both
	 */
	public Workers and(Workers other) {
		Map<String, Worker> both = new LinkedHashMap<>();
		Stream.concat(this.shown.stream(), other.shown.stream())
			.forEach((worker) -> both.merge(worker.instance(), worker, Worker::and));
		return of(both.values(), Math.max(all(), other.all()));
	}

	private long all() {
		return this.shown.size() + this.more;
	}

}
