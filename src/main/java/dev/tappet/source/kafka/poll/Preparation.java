package dev.tappet.source.kafka.poll;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.tappet.source.kafka.poll.Condition.Part;
import dev.tappet.source.kafka.value.FormatUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Has what it takes to read records, such as their schemas, before they begin: a registry
 * that cannot be asked holds up a partition, and costs no record an attempt. It belongs
 * to the thread that polls.
 */
final class Preparation {

	private static final Duration WAIT = Duration.ofSeconds(1);

	private final Mail mail;

	private final Condition condition;

	Preparation(Mail mail, Condition condition) {
		this.mail = mail;
		this.condition = condition;
	}

	/** Prepares the next record of each partition, where that is needed. */
	void look(List<Partition> partitions) {
		for (Partition partition : partitions) {
			KafkaMessage next = partition.window().nextFetched();
			if (next != null && !partition.preparing() && !next.isReady()) {
				partition.setPreparing(true);
				Thread.ofVirtual().name("tappet-format").start(() -> prepare(partition, next));
			}
		}
	}

	private void prepare(Partition partition, KafkaMessage message) {
		String reason = null;
		try {
			message.prepare();
		}
		catch (FormatUnavailableException ex) {
			reason = ex.reason();
		}
		catch (RuntimeException ex) {
			reason = ex.toString();
		}
		ended(partition, reason);
	}

	private void ended(Partition partition, @Nullable String reason) {
		if (reason == null) {
			this.condition.works(Part.FORMAT);
			this.mail.post(() -> partition.setPreparing(false));
		}
		else {
			this.condition.fails(Part.FORMAT, reason);
			CompletableFuture.delayedExecutor(WAIT.toMillis(), TimeUnit.MILLISECONDS)
				.execute(() -> this.mail.post(() -> partition.setPreparing(false)));
		}
	}

}
