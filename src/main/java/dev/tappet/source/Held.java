package dev.tappet.source;

/**
 * What a worker has of its source, as far as the broker knows.
 */
public sealed interface Held {

	/** Where the broker does not know, for what is held is in the worker's memory. */
	Held UNKNOWN = new Unknown();

	/** How many there are of what is held. */
	long number();

	/**
	 * What the same worker holds in two places.
	 * @param other what it holds in the other
	 * @return both
	 */
	Held and(Held other);

	/**
	 * Messages that it has taken and not finished.
	 *
	 * @param number how many
	 */
	record Messages(long number) implements Held {

		@Override
		public Held and(Held other) {
			return new Messages(this.number + other.number());
		}

	}

	/**
	 * Partitions that it alone reads. How many messages it has of them is not known.
	 *
	 * @param number how many
	 */
	record Partitions(long number) implements Held {

		@Override
		public Held and(Held other) {
			return new Partitions(this.number + other.number());
		}

	}

	/**
	 * Nobody but the worker knows.
	 */
	record Unknown() implements Held {

		@Override
		public long number() {
			return 0;
		}

		@Override
		public Held and(Held other) {
			return other;
		}

	}

}
