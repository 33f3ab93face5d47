package dev.tappet.source.redis.lease;

import java.util.ArrayList;
import java.util.List;

import dev.tappet.source.Held;
import dev.tappet.source.Printable;
import dev.tappet.source.Workers;
import dev.tappet.source.redis.connection.Replies;

/**
 * A worker as it was found beside a key.
 *
 * @param name its instance id, or the name of its consumer
 * @param held how many messages it holds
 * @param ours whether it is one of Tappet's
 * @param leased whether its lease lasts, which it has only while it holds or reads
 * something
 */
record FoundWorker(String name, long held, boolean ours, boolean leased) {

	private static final int FIELDS = 4;

	/**
	 * Reads what the script has answered.
	 * @param reply its answer
	 * @return the workers in it
	 */
	static List<FoundWorker> in(List<Object> reply) {
		List<FoundWorker> found = new ArrayList<>();
		for (int i = 1; i + FIELDS <= reply.size(); i += FIELDS) {
			found.add(new FoundWorker(Replies.text(reply.get(i)), (Long) reply.get(i + 1), (Long) reply.get(i + 2) == 1,
					(Long) reply.get(i + 3) == 1));
		}
		return found;
	}

	/** Whether it has to be looked elsewhere for a sign of its life. */
	boolean isInDoubt() {
		return this.ours && !this.leased;
	}

	/**
	 * What is to be told of it.
	 * @param seen whether its instance shows a sign of life elsewhere
	 * @return the worker
	 */
	Workers.Worker judged(boolean seen) {
		return new Workers.Worker(Printable.of(this.name, Printable.DETAIL), new Held.Messages(this.held), life(seen));
	}

	private Workers.Life life(boolean seen) {
		if (!this.ours) {
			return Workers.Life.FOREIGN;
		}
		return (this.leased || seen) ? Workers.Life.ALIVE : Workers.Life.GONE;
	}

}
