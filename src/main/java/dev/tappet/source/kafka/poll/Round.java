package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.tappet.source.kafka.connection.KafkaClients;
import dev.tappet.source.kafka.poll.Condition.Part;
import dev.tappet.source.kafka.value.ValueFormats;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One poll, and all that goes with it. It belongs to the thread that polls.
 */
final class Round {

	private static final Logger logger = LoggerFactory.getLogger(Round.class);

	private final String trigger;

	private final PollLoop.Parts parts;

	private final KafkaClients clients;

	private final ValueFormats.Pair formats;

	private final BooleanSupplier closing;

	private final Agenda agenda;

	private int failures;

	/** When something last came from the cluster. */
	private long shownAt = System.nanoTime();

	Round(String trigger, PollLoop.Parts parts, KafkaClients clients, ValueFormats.Pair formats,
			BooleanSupplier closing) {
		this.trigger = trigger;
		this.parts = parts;
		this.clients = clients;
		this.formats = formats;
		this.closing = closing;
		this.agenda = new Agenda(parts.mail(), parts.feed(), parts.retries(), parts.commits(),
				new Preparation(parts.mail(), parts.condition()), System::nanoTime);
	}

	/** Whether the consumer has failed too often. */
	boolean isTired() {
		return !Pace.isWorthKeeping(this.failures);
	}

	/** Another consumer has failed in nothing yet. */
	void refresh() {
		this.failures = 0;
	}

	void go(Consumer<byte[], byte[]> consumer, Assignment assignment) {
		assignment.restore();
		Map<String, Probe.Anew> anew = this.parts.probe().takeAnew();
		if (!anew.isEmpty()) {
			assignment.beginAnew(anew);
		}
		this.agenda.work(assignment.all());
		this.parts.commits().go(consumer, assignment.all());
		this.parts.flow().set(consumer, assignment.all());
		this.parts.untouched().look(assignment.all(), System.nanoTime());
		this.parts.probe()
			.look(this.parts.mail(), later(this.shownAt, this.parts.commits().confirmedAt()), System.nanoTime());
		try {
			ConsumerRecords<byte[], byte[]> records = poll(consumer, assignment);
			this.parts.flow().take(records, assignment, this.formats);
			if (records != null) {
				this.failures = 0;
				this.parts.condition().works(Part.READING);
				this.shownAt = records.isEmpty() ? this.shownAt : System.nanoTime();
			}
		}
		catch (RuntimeException ex) {
			this.parts.flow().take(null, assignment, this.formats);
			fails(ex);
		}
	}

	private static long later(long one, long other) {
		return (one - other > 0) ? one : other;
	}

	private @Nullable ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Assignment assignment) {
		Mail mail = this.parts.mail();
		Duration longest = this.agenda.untilNext(assignment.all());
		mail.fallAsleep(consumer::wakeup);
		try {
			boolean awake = this.closing.getAsBoolean() || this.agenda.hasWork(assignment.all());
			return consumer.poll(awake ? Duration.ZERO : longest);
		}
		catch (WakeupException ex) {
			return null;
		}
		catch (NoOffsetForPartitionException ex) {
			// The new protocol asks for positions while they are still being found out.
			return null;
		}
		catch (OffsetOutOfRangeException ex) {
			assignment.reset(ex.offsetOutOfRangePartitions());
			return null;
		}
		finally {
			mail.awake();
		}
	}

	/** Says that something could not be done, and waits before it is tried again. */
	void fails(RuntimeException failure) {
		this.failures++;
		this.parts.condition().fails(Part.READING, this.clients.explain(failure));
		logger.debug("Trigger '{}' could not poll", this.trigger, failure);
		if (!this.closing.getAsBoolean()) {
			this.parts.mail().rest(Pace.afterFailures(this.failures));
		}
	}

}
