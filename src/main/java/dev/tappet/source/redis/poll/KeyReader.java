package dev.tappet.source.redis.poll;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.lease.Allowance;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.ReadResult;
import dev.tappet.source.redis.lease.Settler;
import org.jspecify.annotations.Nullable;

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

	private final Rations rations;

	KeyReader(Demand demand, PollSettings settings, Ledger ledger, Settler settler, KeyWatch watch,
			KeySchedule schedule) {
		this.demand = demand;
		this.settings = settings;
		this.ledger = ledger;
		this.settler = settler;
		this.watch = watch;
		this.schedule = schedule;
		this.rations = new Rations(demand.share(), settings.trigger(), ledger.names().source(), ledger.keeps());
	}

	/**
	 * Sends what may be read now.
	 * @param taker told what comes of it, on any thread
	 * @param now the time
	 */
	void read(Taker taker, long now) {
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
			SentRead read = prepare(kind, deliveries, now);
			if (read == null) {
				return;
			}
			send(read).whenComplete((result, failure) -> {
				read.allowance().ended(result);
				taker.take(read, result, failure);
			});
		}
	}

	/**
	 * A read that is not sent, such as on a connection that ends just now, keeps nothing.
	 */
	private @Nullable SentRead prepare(ReadKind kind, int deliveries, long now) {
		boolean prepared = false;
		Allowance allowance = null;
		try {
			allowance = this.rations.next(kind, deliveries * this.settings.perDelivery(), now);
			if (allowance == null) {
				return null;
			}
			if (this.schedule.reads().watches(kind)) {
				this.watch.arm();
			}
			int generation = this.schedule.reads().sent(kind, now);
			prepared = true;
			return new SentRead(kind, generation, deliveries, allowance, this.watch.armed(), this.watch.seen());
		}
		finally {
			if (!prepared) {
				this.demand.unreserve(deliveries);
				if (allowance != null) {
					allowance.ended(null);
				}
			}
		}
	}

	private CompletionStage<ReadResult> send(SentRead read) {
		try {
			return switch (read.kind()) {
				case NEW -> this.ledger.takeNew(read.allowance());
				case DUE -> this.ledger.takeDue(read.allowance());
			};
		}
		catch (RuntimeException | Error ex) {
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

	/** Decides by what a read has brought when to look again, and for how much. */
	void brought(SentRead read, long now) {
		Allowance allowance = read.allowance();
		this.rations.brought(read.kind(), allowance);
		// What was left for want of room counts, for it is there.
		int size = allowance.more() ? allowance.most() : allowance.messages();
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

	/**
	 * Takes what a read has come to.
	 */
	@FunctionalInterface
	interface Taker {

		void take(SentRead read, @Nullable ReadResult result, @Nullable Throwable failure);

	}

}
