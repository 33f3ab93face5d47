package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import dev.tappet.source.RetryQueue;
import dev.tappet.source.SourceListener;
import dev.tappet.source.Verdict;
import dev.tappet.source.kafka.commit.Slot;
import dev.tappet.source.kafka.poll.Partition.Held;

/**
 * Takes verdicts from any thread and has the polling thread carry them out. That a record
 * is done is noted at it, with no message to anybody; a commit finds it there.
 */
final class Verdicts {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Mail mail;

	private final RetryQueue<Held> retries;

	private final Burials burials;

	private final SourceListener listener;

	private final LongSupplier nanos;

	/** Whether the thread that polls looks by itself when a commit has ended. */
	private volatile boolean committing;

	private volatile boolean closing;

	/** Attempts that run alone, once they are committed. */
	private final CommitWaits alone = new CommitWaits();

	Verdicts(Mail mail, RetryQueue<Held> retries, Burials burials, SourceListener listener, LongSupplier nanos) {
		this.mail = mail;
		this.retries = retries;
		this.burials = burials;
		this.listener = listener;
		this.nanos = nanos;
	}

	CommitWaits alone() {
		return this.alone;
	}

	void committing(boolean whether) {
		this.committing = whether;
	}

	/** From now on what is released is not begun again here. */
	void closing() {
		this.closing = true;
	}

	void settle(Partition partition, Slot<KafkaMessage> slot, KafkaMessage message, Verdict verdict) {
		switch (verdict) {
			case Verdict.Complete() -> {
				slot.complete();
				if (partition.window().touch() && !this.committing) {
					this.mail.wake();
				}
			}
			case Verdict.RetryAfter(Duration delay) -> {
				long due = this.nanos.getAsLong() + delay.toNanos();
				this.mail.post(() -> postpone(partition, slot, due));
			}
			case Verdict.Release() -> this.mail.post(() -> release(partition, slot));
			case Verdict.Bury bury -> this.mail.post(() -> bury(partition, slot, message, bury));
		}
	}

	/** For any thread: the handler of a partition's record has ended. */
	void ended(Partition partition) {
		if (!partition.isFree()) {
			partition.vacate();
			this.mail.wake();
		}
	}

	private void postpone(Partition partition, Slot<KafkaMessage> slot, long due) {
		if (!partition.gone()) {
			partition.window().postpone(slot);
			this.retries.add(new Held(partition, slot), due);
		}
	}

	private void release(Partition partition, Slot<KafkaMessage> slot) {
		if (!partition.gone()) {
			partition.window().release(slot);
			this.listener.handedBack(1);
			if (!this.closing) {
				this.retries.add(new Held(partition, slot), this.nanos.getAsLong());
			}
		}
	}

	private void bury(Partition partition, Slot<KafkaMessage> slot, KafkaMessage message, Verdict.Bury verdict) {
		if (!partition.gone()) {
			partition.window().bury(slot);
			this.burials.begin(new Held(partition, slot), message, verdict);
		}
	}

	/** Counts the attempt of a record that runs alone, and waits for the commit. */
	boolean beginAlone(Partition partition, Slot<KafkaMessage> slot) {
		CompletableFuture<Boolean> begun = new CompletableFuture<>();
		this.mail.post(() -> {
			if (partition.gone()) {
				begun.complete(false);
			}
			else {
				partition.window().beginAlone(slot);
				this.alone.add(partition, begun);
			}
		});
		try {
			return begun.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException | TimeoutException ex) {
			return false;
		}
	}

}
