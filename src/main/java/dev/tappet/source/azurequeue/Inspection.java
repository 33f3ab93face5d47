package dev.tappet.source.azurequeue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.tappet.source.Finding;
import dev.tappet.source.azurequeue.connection.Refusal;
import dev.tappet.source.azurequeue.connection.StorageQueue;
import dev.tappet.source.azurequeue.poll.AzureQueueDefinition;
import dev.tappet.source.azurequeue.poll.Place;

/**
 * Looks whether a trigger would run, by questions that change nothing. Whether messages
 * may be taken and written cannot be asked without doing so.
 *
 * @param place the queues
 * @param definition what the trigger reads
 */
record Inspection(Place place, AzureQueueDefinition definition) {

	private static final int PATIENCE_SECONDS = 30;

	List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		try {
			Place.Queues queues = this.place.queues();
			if (look(queues.main(), "it is made with the first start, where the connection may", findings)) {
				look(queues.letters(), "it is made with the first dead letter, where the connection may", findings);
			}
		}
		catch (IllegalStateException ex) {
			findings.add(new Finding.Missing(String.valueOf(ex.getMessage()), "Then check again."));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return findings;
	}

	/** Whether the service answers. */
	private static boolean look(StorageQueue queue, String absent, List<Finding> findings) throws InterruptedException {
		try {
			long count = queue.count().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
			findings.add(new Finding.Fine("the queue '%s' has about %d messages, those that are taken included"
				.formatted(queue.name(), count)));
			return true;
		}
		catch (ExecutionException ex) {
			Refusal refusal = queue.refusal(ex);
			boolean answers = refusal.kind() == Refusal.Kind.NO_QUEUE;
			findings.add(answers ? new Finding.Fine("the queue '%s' does not exist: %s".formatted(queue.name(), absent))
					: new Finding.Missing(refusal.text(), "Then check again."));
			return answers;
		}
		catch (TimeoutException ex) {
			findings.add(new Finding.Missing(queue.refusal(ex).text(), "Then check again."));
			return false;
		}
	}

}
