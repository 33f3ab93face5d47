package dev.tappet.source.azurequeue.poll;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import com.azure.storage.queue.models.QueueMessageItem;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.Verdict;
import dev.tappet.source.azurequeue.connection.Refusal;
import dev.tappet.source.azurequeue.connection.StorageQueue;
import dev.tappet.source.azurequeue.poll.Condition.Part;

/**
 * Takes messages, no more than there are permits for, or will be when they come. It
 * belongs to the thread that serves the queue.
 */
final class Receiver {

	/** What a message takes of the read buffer at most. */
	private static final long ROOM = ReadBuffer.room(Envelope.MOST_TEXT + ReadBuffer.BESIDE);

	private final Place place;

	private final PollSettings settings;

	private final Settler settler;

	private final Feed feed;

	private final Reading reading;

	private final Mail mail;

	private final Foresight foresight = new Foresight();

	private int underWay;

	/** How many deliveries the receives under way are for. */
	private long expected;

	/** A receive that was sent. */
	private record Sent(int asked, long deliveries, long room, long at) {
	}

	/**
	 * What decides on receives.
	 *
	 * @param pace when the queue is asked
	 * @param share where what is read has to find room
	 * @param condition how the source is doing
	 */
	record Reading(PollPace pace, ReadBuffer.Share share, Condition condition) {
	}

	Receiver(Place place, PollSettings settings, Settler settler, Feed feed, Reading reading, Mail mail) {
		this.place = place;
		this.settings = settings;
		this.settler = settler;
		this.feed = feed;
		this.reading = reading;
		this.mail = mail;
	}

	boolean isIdle() {
		return this.underWay == 0;
	}

	/** Asks for what is wanted, if it is time to. */
	void work(long now) {
		while (this.feed.open() && this.reading.pace().mayAsk(this.underWay, now)) {
			long wanted = wanted(now);
			if (wanted < this.settings.least(this.underWay, this.feed.permits())) {
				return;
			}
			int most = this.settings.most(wanted);
			long room = this.reading.share().reserve(ROOM, most * ROOM, now);
			if (room == 0) {
				return;
			}
			int asked = (int) Math.max(1, Math.min(most, room / ROOM));
			receive(new Sent(asked, this.settings.deliveries(asked), room, now));
		}
	}

	/** How many permits are free, or will be by the time that an answer comes. */
	private long wanted(long now) {
		long ending = this.reading.pace().isFull() ? this.foresight.ending(this.feed.over(), this.feed.permits(), now)
				: 0;
		return this.feed.wanted(this.expected) + ending;
	}

	/** How many nanoseconds nothing is to be asked, or -1. */
	long untilNext(long now) {
		boolean waits = this.feed.open() && this.underWay == 0 && this.feed.wanted(this.expected) > 0;
		long until = this.reading.pace().untilNext(now);
		return (waits && until > 0) ? until : -1;
	}

	private void receive(Sent sent) {
		this.underWay++;
		this.expected += sent.deliveries();
		StorageQueue queue;
		try {
			queue = this.place.queues().main();
		}
		catch (RuntimeException ex) {
			ended(sent);
			this.reading.share().release(sent.room());
			fails((ex instanceof IllegalStateException) ? String.valueOf(ex.getMessage())
					: "No client can be made for the connection (%s).".formatted(ex.getClass().getSimpleName()));
			return;
		}
		queue.receive(sent.asked(), this.settings.times().lease())
			.whenComplete((items, failure) -> this.mail.post(() -> {
				ended(sent);
				if (failure == null) {
					received(sent, items);
				}
				else {
					this.reading.share().release(sent.room());
					failed(queue, queue.refusal(failure));
				}
			}));
	}

	private void ended(Sent sent) {
		this.underWay--;
		this.expected -= sent.deliveries();
	}

	private void received(Sent sent, List<QueueMessageItem> items) {
		this.reading.condition().works(Part.RECEIVING);
		long now = System.nanoTime();
		this.reading.pace().received(sent.asked(), items.size(), now, ThreadLocalRandom.current().nextDouble());
		if (!items.isEmpty()) {
			this.foresight.answered(now - sent.at(), this.feed.over(), now);
		}
		long used = 0;
		List<Claim> runnable = new ArrayList<>(items.size());
		for (QueueMessageItem item : items) {
			Claim claim = claim(item, sent);
			// After so long others may have it: whoever takes it next counts on.
			if (claim.isOurs(now) && !this.settler.goesOn(claim)) {
				used += claim.room();
				this.settler.hold(claim);
				if (isAllowed(claim)) {
					runnable.add(claim);
				}
			}
		}
		this.reading.share().release(sent.room() - used);
		for (List<Claim> batch : Batches.of(runnable, this.settings.perDelivery())) {
			this.feed.add(new AzureDelivery(this.settings.definition().queueName(), batch,
					(claim, verdict) -> this.mail.post(() -> this.settler.decide(claim, verdict))), now);
		}
	}

	private Claim claim(QueueMessageItem item, Sent sent) {
		AzureMessage message = AzureMessage.of(item, this.settings.definition().encoding());
		return new Claim(message, ReadBuffer.room(message.text().length() + ReadBuffer.BESIDE), this.settings.times(),
				sent.at());
	}

	/** A message that ends its worker each time is not given a chance for ever. */
	private boolean isAllowed(Claim claim) {
		int attempt = claim.message().attempt();
		if (attempt <= this.settings.maxAttempts()) {
			return true;
		}
		this.settler.decide(claim, new Verdict.Bury(
				"Taken %d times, though %d attempts are allowed: it was never settled, so its workers may have died of it."
					.formatted(attempt - 1, this.settings.maxAttempts()),
				attempt - 1));
		return false;
	}

	private void failed(StorageQueue queue, Refusal refusal) {
		if (refusal.kind() != Refusal.Kind.NO_QUEUE) {
			fails(refusal.text());
			return;
		}
		this.underWay++;
		queue.create().whenComplete((made, failure) -> this.mail.post(() -> {
			this.underWay--;
			if (failure == null) {
				if (made) {
					this.reading.condition().made(queue.name());
				}
				this.reading.pace().failed(System.nanoTime(), ThreadLocalRandom.current().nextDouble());
			}
			else {
				fails("The queue '%s' does not exist, and cannot be made: %s".formatted(queue.name(),
						queue.refusal(failure).text()));
			}
		}));
	}

	private void fails(String reason) {
		this.reading.pace().failed(System.nanoTime(), ThreadLocalRandom.current().nextDouble());
		this.reading.condition().fails(Part.RECEIVING, reason);
	}

}
