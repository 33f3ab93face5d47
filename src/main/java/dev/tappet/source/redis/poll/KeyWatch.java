package dev.tappet.source.redis.poll;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Wakeups;

/**
 * Knows whether something may have changed at one key since it was last looked at. The
 * server tells of the next change after the watch was armed.
 */
final class KeyWatch {

	private final Wakeups wakeups;

	private final Function<byte[][], CompletionStage<Long>> ask;

	private final Runnable signal;

	private final Map<String, Runnable> watches;

	private final byte[][] watchedKeys;

	private final AtomicInteger wakes = new AtomicInteger();

	/** Whether there is more to look for than what all workers are told of. */
	private volatile boolean notShared;

	private volatile boolean dueChanged;

	private volatile boolean settlingChanged;

	/** Whether the server was asked to tell of the next change. */
	private volatile boolean armed;

	/** Whether the server tells at all. */
	private volatile boolean tells;

	private int seen;

	/**
	 * Makes the watch of a key.
	 * @param wakeups hears what the server tells
	 * @param source the key
	 * @param due the key of what is due
	 * @param ask asks the server after keys, upon which it tells of their next change
	 * @param signal called when it is time to look
	 */
	KeyWatch(Wakeups wakeups, String source, String due, Function<byte[][], CompletionStage<Long>> ask,
			Runnable signal) {
		this.wakeups = wakeups;
		this.ask = ask;
		this.signal = signal;
		this.watches = Map.of(source, this::told, due, this::due);
		this.watchedKeys = Replies.bytes(this.watches.keySet().toArray(String[]::new));
		this.watches.forEach(wakeups::register);
	}

	void close() {
		this.watches.forEach(this.wakeups::unregister);
	}

	/** There may be something new, which a key that is busy reads without being told. */
	private void told() {
		this.wakes.incrementAndGet();
		if (this.armed) {
			this.signal.run();
		}
	}

	private void changed() {
		this.notShared = true;
		this.wakes.incrementAndGet();
		this.signal.run();
	}

	/** Something was put off or handed back, by whomever. */
	private void due() {
		this.dueChanged = true;
		changed();
	}

	/** Verdicts could not be carried out, or can be again, or put something off. */
	void settled() {
		this.settlingChanged = true;
		changed();
	}

	/**
	 * Starts on a new connection.
	 * @param tells whether the server tells on it
	 */
	void begin(boolean tells) {
		this.armed = false;
		this.tells = tells;
	}

	/** Whether something may be new since the last call. */
	boolean noticesChange() {
		int current = this.wakes.get();
		if (current == this.seen) {
			return false;
		}
		this.seen = current;
		this.armed = false;
		return true;
	}

	/**
	 * Whether all that was noticed is that the server told of a change of the key, as it
	 * told all who wait.
	 */
	boolean noticesTold() {
		boolean told = !this.notShared;
		this.notShared = false;
		return told;
	}

	/** Whether something may be due since the last call. */
	boolean noticesDue() {
		boolean noticed = this.dueChanged;
		if (noticed) {
			this.dueChanged = false;
		}
		return noticed;
	}

	/** Whether {@link #settled()} was called since the last call. */
	boolean noticesSettling() {
		boolean noticed = this.settlingChanged;
		if (noticed) {
			this.settlingChanged = false;
		}
		return noticed;
	}

	/** What was noticed up to now. */
	int seen() {
		return this.seen;
	}

	/** Whether nothing has happened since something was {@link #seen()}. */
	boolean isQuietSince(int before) {
		return this.wakes.get() == before;
	}

	/**
	 * Whether the server tells when the key changes; else it is looked at ever so often.
	 */
	boolean tells() {
		return this.tells;
	}

	boolean armed() {
		return this.armed;
	}

	void disarm() {
		this.armed = false;
	}

	/** Asks the server to tell of the next change, ahead of the read that follows. */
	void arm() {
		if (this.armed || !this.tells) {
			return;
		}
		this.ask.apply(this.watchedKeys).whenComplete((found, failure) -> {
			Throwable cause = (failure != null) ? Failures.unwrap(failure) : null;
			if (cause != null && Failures.answered(cause) && !Failures.elsewhere(cause)) {
				this.tells = false;
				changed();
			}
		});
		this.armed = true;
	}

}
