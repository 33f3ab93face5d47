package dev.tappet.source.azurequeue.poll;

import java.time.Duration;
import java.util.List;

/**
 * The thread that serves one queue: it carries out what was decided, renews, hands on and
 * takes, and sleeps until there is something to do.
 */
final class QueueLoop {

	private static final long LONGEST_REST = Duration.ofSeconds(10).toNanos();

	private final PollSettings settings;

	private final Mail mail;

	private final Feed feed;

	private final Settler settler;

	private final Receiver receiver;

	private final PollPace pace;

	private final PutOff putOff;

	private volatile boolean closing;

	private volatile long closedAt;

	QueueLoop(PollSettings settings, Mail mail, Feed feed, Settler settler, Receiver receiver, PollPace pace,
			PutOff putOff) {
		this.settings = settings;
		this.mail = mail;
		this.feed = feed;
		this.settler = settler;
		this.receiver = receiver;
		this.pace = pace;
		this.putOff = putOff;
	}

	void run() {
		this.mail.own();
		while (!isOver()) {
			this.mail.work();
			handBack();
			this.settler.work();
			this.feed.emit();
			long now = System.nanoTime();
			expectDue(now);
			this.receiver.work(now);
			this.mail.rest(rest(now));
		}
	}

	/**
	 * What has reached nobody goes back when nobody asks any more, or not for a whole
	 * lease, and at the end all.
	 */
	private void handBack() {
		List<AzureDelivery> back = this.feed.isStopped() ? this.feed.clear() : this.feed
			.clearWaiting(this.settings.times().lease().toNanos(), this.settings.maxAttempts(), System.nanoTime());
		back.forEach(AzureDelivery::release);
		if (this.closing) {
			this.settler.releaseUndecided();
		}
	}

	/** For any thread: ends when all is settled, and after that time at the latest. */
	void close(Duration patience) {
		this.closedAt = System.nanoTime() + patience.toNanos();
		this.closing = true;
		this.mail.wake();
	}

	private boolean isOver() {
		return this.closing
				&& ((this.settler.isIdle() && this.receiver.isIdle()) || System.nanoTime() - this.closedAt >= 0);
	}

	private void expectDue(long now) {
		if (this.putOff.takeDue(now)) {
			this.pace.expect();
		}
	}

	private long rest(long now) {
		long rest = this.closing ? Math.min(LONGEST_REST, Math.max(0, this.closedAt - now)) : LONGEST_REST;
		rest = sooner(rest, this.settler.untilNext(now));
		rest = sooner(rest, this.receiver.untilNext(now));
		return sooner(rest, this.putOff.untilNext(now));
	}

	private static long sooner(long rest, long other) {
		return (other >= 0) ? Math.min(rest, other) : rest;
	}

}
