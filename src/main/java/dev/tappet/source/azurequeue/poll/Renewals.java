package dev.tappet.source.azurequeue.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

import dev.tappet.source.azurequeue.connection.StorageQueue;
import dev.tappet.source.azurequeue.poll.Condition.Part;

/**
 * Renews the leases of what is in hands. It belongs to the thread that serves the queue.
 */
final class Renewals {

	private final Place place;

	private final LeaseTimes times;

	private final Condition condition;

	private final Clock clock;

	private final Mail mail;

	private final Next next;

	/**
	 * What follows a renewal.
	 *
	 * @param goOn what waited for it is done
	 * @param rest it is tried again later
	 * @param end there is nothing more to be done
	 */
	record Next(Consumer<Claim> goOn, Consumer<Claim> rest, Consumer<Claim> end) {
	}

	Renewals(Place place, LeaseTimes times, Condition condition, Clock clock, Mail mail, Next next) {
		this.place = place;
		this.times = times;
		this.condition = condition;
		this.clock = clock;
		this.mail = mail;
		this.next = next;
	}

	void renew(Claim claim, long sent) {
		Duration lease = Visibility.clipped(this.times.lease(), this.clock.instant(), claim.message().expiresOn());
		if (lease.isZero()) {
			// It expires now, and to be visible would have it handled once more.
			claim.renewed(claim.receipt(), sent);
			return;
		}
		claim.begin(Claim.Step.RENEW);
		String used = claim.receipt();
		StorageQueue queue = this.place.queues().main();
		this.mail.then(queue, queue.update(claim.message().id(), used, lease), (receipt) -> {
			this.condition.works(Part.SETTLING);
			if (claim.receipt().equals(used)) {
				claim.renewed(receipt, sent);
			}
			else {
				claim.outdated();
			}
			this.next.goOn().accept(claim);
		}, (refusal) -> {
			switch (refusal.kind()) {
				case GONE_RECEIPT, GONE_MESSAGE -> refused(claim, used);
				case NO_QUEUE -> this.next.end().accept(claim);
				case TOO_LARGE, OTHER -> {
					this.condition.fails(Part.SETTLING, refusal.text());
					this.next.rest().accept(claim);
				}
			}
		});
	}

	/**
	 * That a receipt is refused is no proof that another worker has the message: the
	 * client sends a request again that had no answer, and the first may have brought the
	 * next receipt. Nor is that there is no such message, which the service may say of an
	 * old receipt too. So the handler goes on, and what it does counts.
	 */
	private void refused(Claim claim, String used) {
		if (claim.receipt().equals(used)) {
			claim.stray();
			this.condition.strayed(claim.message().id(), System.nanoTime());
		}
		else {
			claim.outdated();
		}
		this.next.goOn().accept(claim);
	}

}
