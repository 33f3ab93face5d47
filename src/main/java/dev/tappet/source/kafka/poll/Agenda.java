package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import dev.tappet.source.RetryQueue;
import dev.tappet.source.kafka.poll.Partition.Held;

/**
 * What is to be done between two polls, but for the commit: what others have posted, what
 * is due, what may run and what may begin. It belongs to the thread that polls.
 */
final class Agenda {

	private final Mail mail;

	private final Feed feed;

	private final RetryQueue<Held> retries;

	private final Commits commits;

	private final Preparation preparation;

	private final LongSupplier nanos;

	Agenda(Mail mail, Feed feed, RetryQueue<Held> retries, Commits commits, Preparation preparation,
			LongSupplier nanos) {
		this.mail = mail;
		this.feed = feed;
		this.retries = retries;
		this.commits = commits;
		this.preparation = preparation;
		this.nanos = nanos;
	}

	void work(List<Partition> partitions) {
		this.mail.work();
		if (this.feed.open()) {
			for (Held due; (due = this.retries.poll(this.nanos.getAsLong())) != null;) {
				if (!due.gone()) {
					due.partition().window().again(due.slot());
				}
			}
		}
		this.feed.emit(partitions);
		this.preparation.look(partitions);
		this.feed.claim(partitions);
	}

	/** How long a poll may last for which nobody is woken. */
	Duration untilNext(List<Partition> partitions) {
		boolean changed = partitions.stream().anyMatch((partition) -> partition.window().changed());
		long due = this.feed.open() ? this.retries.untilDue(this.nanos.getAsLong()) : -1;
		return Pace.poll(changed && this.commits.waits(), due);
	}

	/** Whether something has come for which nobody was woken. */
	boolean hasWork(List<Partition> partitions) {
		boolean called = this.feed.isCalled(partitions, !this.commits.isUnderWay());
		if (called || !this.mail.isEmpty()) {
			return true;
		}
		if (this.commits.isUnderWay() || this.commits.waits()) {
			return false;
		}
		for (Partition partition : partitions) {
			if (partition.window().changed()) {
				return true;
			}
		}
		return false;
	}

}
