package dev.tappet.source.redis.poll;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.ReadResult;
import dev.tappet.source.redis.lease.Settler;

/**
 * Sends the reads of one key that its {@link ReadSchedule} allows and the {@link Demand}
 * has room for.
 */
final class KeyReader {

	private final Demand demand;

	private final PollSettings settings;

	private final Ledger ledger;

	private final Settler settler;

	private final KeyWatch watch;

	private final KeySchedule schedule;

	KeyReader(Demand demand, PollSettings settings, Ledger ledger, Settler settler, KeyWatch watch,
			KeySchedule schedule) {
		this.demand = demand;
		this.settings = settings;
		this.ledger = ledger;
		this.settler = settler;
		this.watch = watch;
		this.schedule = schedule;
	}

	/**
	 * Sends what may be read now.
	 * @param key who takes up what comes of it
	 * @param mailbox where that arrives
	 * @param now the time
	 */
	void read(KeyPoller key, Mailbox<Letter> mailbox, long now) {
		ReadSchedule reads = this.schedule.reads();
		if (!reads.mayRead(this.settler.unsettled(), now)) {
			return;
		}
		this.schedule.tick(now);
		for (ReadKind kind; (kind = reads.next(this.settler.unsettled())) != null;) {
			int deliveries = this.demand.reserve(this.settings.count(), reads.least(kind));
			if (deliveries == 0) {
				return;
			}
			if (reads.watches(kind)) {
				this.watch.arm();
			}
			int generation = reads.sent(kind, now);
			SentRead read = new SentRead(kind, generation, deliveries, this.watch.armed(), this.watch.seen());
			send(read).whenComplete((result, failure) -> mailbox.post(new Letter.Arrival(key, read, result, failure)));
		}
	}

	private CompletionStage<ReadResult> send(SentRead read) {
		int most = read.deliveries() * this.settings.perDelivery();
		try {
			return switch (read.kind()) {
				case NEW -> this.ledger.takeNew(most);
				case DUE -> this.ledger.takeDue(most);
			};
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	/**
	 * A read has ended.
	 * @return whether it still counts
	 */
	boolean ended(SentRead read, long now) {
		this.demand.unreserve(read.deliveries());
		return this.schedule.reads().ended(read, now);
	}

	/** Decides by what a read has brought when to look again. */
	void brought(SentRead read, int size, long now) {
		switch (read.kind()) {
			case DUE -> this.schedule.reads().broughtDue(size);
			case NEW -> {
				boolean quiet = this.watch.isQuietSince(read.seen());
				if (this.schedule.reads().broughtNew(read, size, this.watch.tells(), quiet, now)) {
					this.watch.disarm();
				}
			}
		}
	}

}
