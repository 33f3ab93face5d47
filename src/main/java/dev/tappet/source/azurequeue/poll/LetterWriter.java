package dev.tappet.source.azurequeue.poll;

import java.time.Clock;

import dev.tappet.source.Verdict;
import dev.tappet.source.azurequeue.connection.Refusal;
import dev.tappet.source.azurequeue.connection.StorageQueue;
import dev.tappet.source.azurequeue.poll.Condition.Part;

/**
 * Writes dead letters, and makes their queue where it is not there. It belongs to the
 * thread that serves the queue.
 */
final class LetterWriter {

	private final Place place;

	private final String trigger;

	private final Condition condition;

	private final Clock clock;

	private final Mail mail;

	LetterWriter(Place place, String trigger, Condition condition, Clock clock, Mail mail) {
		this.place = place;
		this.trigger = trigger;
		this.condition = condition;
		this.clock = clock;
		this.mail = mail;
	}

	/**
	 * Writes a dead letter.
	 * @param message what is given up
	 * @param verdict why
	 * @param written what follows when it is written
	 * @param unwritten what follows when that is to be tried again
	 */
	void write(AzureMessage message, Verdict.Bury verdict, Runnable written, Runnable unwritten) {
		StorageQueue letters = this.place.queues().letters();
		AzureQueueDefinition definition = this.place.definition();
		String letter = Envelope.of(this.trigger, definition.queueName(), message, verdict, this.clock.instant())
			.write(definition.encoding());
		this.mail.then(letters, letters.send(letter, -1), (nothing) -> {
			this.condition.works(Part.LETTERS);
			written.run();
		}, (refusal) -> {
			if (refusal.kind() == Refusal.Kind.NO_QUEUE) {
				make(letters, unwritten);
			}
			else {
				fails(refusal, unwritten);
			}
		});
	}

	private void make(StorageQueue letters, Runnable unwritten) {
		this.mail.then(letters, letters.create(), (made) -> {
			if (made) {
				this.condition.made(letters.name());
			}
			unwritten.run();
		}, (refusal) -> fails(refusal, unwritten));
	}

	private void fails(Refusal refusal, Runnable unwritten) {
		this.condition.fails(Part.LETTERS, "A dead letter cannot be written to the queue '%s': %s"
			.formatted(this.place.definition().deadLetterQueue(), refusal.text()));
		unwritten.run();
	}

}
