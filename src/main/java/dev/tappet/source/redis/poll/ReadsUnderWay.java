package dev.tappet.source.redis.poll;

/**
 * The reads of one key that have been sent and not answered. Times are those of
 * {@link System#nanoTime()}.
 */
final class ReadsUnderWay {

	private int generation;

	private int forNew;

	private boolean forDue;

	private long oldest;

	/** A read is sent; says to which generation it belongs. */
	int sent(ReadKind kind, long now) {
		if (none()) {
			this.oldest = now;
		}
		switch (kind) {
			case NEW -> this.forNew++;
			case DUE -> this.forDue = true;
		}
		return this.generation;
	}

	/**
	 * A read has ended. The next one that ends may take as long again.
	 * @return whether it still counts
	 */
	boolean ended(SentRead read, long now) {
		if (read.generation() != this.generation) {
			return false;
		}
		switch (read.kind()) {
			case NEW -> this.forNew--;
			case DUE -> this.forDue = false;
		}
		this.oldest = now;
		return true;
	}

	/** What is under way has no reply, or one that comes too late to be trusted. */
	void abandon() {
		this.generation++;
		this.forNew = 0;
		this.forDue = false;
	}

	int forNew() {
		return this.forNew;
	}

	boolean forDue() {
		return this.forDue;
	}

	boolean none() {
		return this.forNew == 0 && !this.forDue;
	}

	/** Since when an answer is waited for, where there is a read under way. */
	long oldest() {
		return this.oldest;
	}

}
