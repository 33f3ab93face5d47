package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a worker's work: it waits for what is in hands, and commits it, before it
 * leaves the group. It belongs to the thread that polls.
 */
final class Farewell {

	private static final Logger logger = LoggerFactory.getLogger(Farewell.class);

	private final String trigger;

	private final Mail mail;

	private final Commits commits;

	private final LongSupplier left;

	/**
	 * Nothing has ended yet.
	 * @param trigger the trigger's name
	 * @param mail what other threads have for the one that polls
	 * @param commits keeps what was done
	 * @param left how many nanoseconds are left for it
	 */
	Farewell(String trigger, Mail mail, Commits commits, LongSupplier left) {
		this.trigger = trigger;
		this.mail = mail;
		this.commits = commits;
		this.left = left;
	}

	void say(Consumer<byte[], byte[]> consumer, Assignment assignment) {
		assignment.all().forEach((partition) -> partition.window().releaseUnstarted());
		consumer.pause(consumer.assignment());
		this.mail.work();
		while (assignment.isBusy() && left() > 0) {
			this.mail.rest(Math.min(left(), Pace.SOON.toNanos()));
			this.mail.work();
		}
		Duration patience = Duration.ofNanos(Math.max(left(), Pace.FIRST_WAIT.toNanos()));
		while (!this.commits.finish(consumer, assignment.all(), patience) && left() > 0) {
			// No commit is taken while the group shares its partitions anew, which a poll
			// goes on with.
			share(consumer);
		}
		if (this.commits.hasFailed()) {
			String partitions = assignment.all()
				.stream()
				.map((partition) -> partition.id().toString())
				.collect(Collectors.joining(", "));
			logger.warn("Trigger '{}' could not commit what was done in {}, which is repeated later", this.trigger,
					partitions);
		}
		assignment.finished();
	}

	private void share(Consumer<byte[], byte[]> consumer) {
		try {
			consumer.pause(consumer.assignment());
			consumer.poll(Pace.SOON);
		}
		catch (RuntimeException ex) {
			logger.debug("The last poll of trigger '{}' failed", this.trigger, ex);
			this.mail.rest(Pace.SOON.toNanos());
		}
	}

	private long left() {
		return this.left.getAsLong();
	}

}
