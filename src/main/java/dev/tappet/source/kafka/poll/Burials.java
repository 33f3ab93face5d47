package dev.tappet.source.kafka.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.tappet.source.SourceListener;
import dev.tappet.source.Verdict;
import dev.tappet.source.kafka.connection.KafkaClients;
import dev.tappet.source.kafka.letter.LetterRecord;
import dev.tappet.source.kafka.letter.LetterWriter;
import dev.tappet.source.kafka.poll.Condition.Part;
import dev.tappet.source.kafka.poll.Partition.Held;
import dev.tappet.trigger.TriggerDefinition;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes dead letters, each on a thread of its own, for as long as it takes. A record is
 * done only when its dead letter is kept.
 */
final class Burials {

	private static final Duration WAIT = Duration.ofSeconds(1);

	private final TriggerDefinition trigger;

	private final Writing writing;

	private final Mail mail;

	private final Condition condition;

	private final SourceListener listener;

	private final Clock clock;

	private final CountDownLatch ended = new CountDownLatch(1);

	/**
	 * How dead letters are written.
	 *
	 * @param writer writes them
	 * @param clients says what a failure means
	 */
	record Writing(LetterWriter writer, KafkaClients clients) {
	}

	Burials(TriggerDefinition trigger, Writing writing, Mail mail, Condition condition, SourceListener listener,
			Clock clock) {
		this.trigger = trigger;
		this.writing = writing;
		this.mail = mail;
		this.condition = condition;
		this.listener = listener;
		this.clock = clock;
	}

	void begin(Held place, KafkaMessage message, Verdict.Bury verdict) {
		KafkaDefinition definition = (KafkaDefinition) this.trigger.source();
		ProducerRecord<byte[], byte[]> letter = LetterRecord.of(definition.deadLetterTopic(message.raw().topic()),
				this.trigger.name(), message.id(), message.raw(), verdict, this.clock.instant());
		Thread.ofVirtual().name("tappet-letter-" + this.trigger.name()).start(() -> write(place, letter));
	}

	private void write(Held place, ProducerRecord<byte[], byte[]> letter) {
		try {
			while (!place.gone() && !tried(letter)) {
				if (this.ended.await(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			return;
		}
		if (!place.gone()) {
			this.mail.post(() -> buried(place));
		}
	}

	private boolean tried(ProducerRecord<byte[], byte[]> letter) throws InterruptedException {
		try {
			this.writing.writer().write(letter);
			this.listener.deadLettered(1);
			this.condition.works(Part.LETTERS);
			return true;
		}
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			Throwable cause = (ex instanceof ExecutionException && ex.getCause() != null) ? ex.getCause() : ex;
			this.condition.fails(Part.LETTERS, "A dead letter cannot be written to the topic '%s': %s"
				.formatted(letter.topic(), this.writing.clients().explain(cause)));
			return false;
		}
	}

	private static void buried(Held place) {
		if (!place.gone()) {
			place.partition().window().buried(place.slot());
		}
	}

	/** What is not written by now is not written here any more. */
	void end() {
		this.ended.countDown();
	}

}
