package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.SourceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the other workers on one key, and makes due what a dead one held.
 */
public final class Takeovers {

	private static final Logger logger = LoggerFactory.getLogger(Takeovers.class);

	/** How long a worker must be missing before its messages are taken over. */
	private static final long GRACE = Duration.ofSeconds(3).toNanos();

	private final Ledger ledger;

	private final SourceListener listener;

	private final Await await;

	private final Map<String, Long> missingSince = new HashMap<>();

	/**
	 * Makes the watch over a key.
	 * @param ledger the key
	 * @param listener told how much was taken over
	 * @param await waits for the ledger
	 */
	public Takeovers(Ledger ledger, SourceListener listener, Await await) {
		this.ledger = ledger;
		this.listener = listener;
		this.await = await;
	}

	/** Whoever was missing before may not have found the server again yet. */
	public void startAnew() {
		this.missingSince.clear();
	}

	/**
	 * Takes over from those that have been missing for long.
	 * @param missing who hold messages and have no lease
	 * @param now the {@link System#nanoTime()}
	 * @return how many messages became due
	 */
	public int from(List<String> missing, long now) throws InterruptedException {
		this.missingSince.keySet().retainAll(missing);
		int messages = 0;
		for (String worker : missing) {
			long since = this.missingSince.computeIfAbsent(worker, (name) -> now);
			if (now - since >= GRACE) {
				messages += from(worker);
			}
		}
		return messages;
	}

	private int from(String worker) throws InterruptedException {
		int messages = 0;
		boolean more = true;
		while (more) {
			Ledger.Page page = this.await.reply(this.ledger.takeOver(worker));
			messages += page.messages();
			more = page.more();
		}
		if (messages > 0) {
			this.listener.takenOver(messages);
			logger.info("Took over {} message(s) of '{}' from '{}', whose lease has run out", messages,
					this.ledger.names().source(), worker);
		}
		return messages;
	}

	/**
	 * Waits for replies.
	 */
	@FunctionalInterface
	public interface Await {

		/** Waits for one reply, and fails as it does. */
		<T> T reply(CompletionStage<T> stage) throws InterruptedException;

	}

}
