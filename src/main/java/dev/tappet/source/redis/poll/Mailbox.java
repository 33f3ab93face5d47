package dev.tappet.source.redis.poll;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * What a poller's thread waits for: letters, and signals to look again. Any thread posts
 * and signals; only the owner takes and rests.
 *
 * @param <T> what is posted
 */
final class Mailbox<T> {

	private final Queue<T> letters = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean signalled = new AtomicBoolean();

	private final WakeTimer timer = new WakeTimer(this::wake);

	private volatile @Nullable Thread owner;

	/**
	 * Says who is woken. Known before its first look, or a signal to it would be lost.
	 */
	void belongsTo(Thread thread) {
		this.owner = thread;
	}

	void post(T letter) {
		this.letters.add(letter);
		signal();
	}

	/** Has the owner look again as soon as possible. */
	void signal() {
		if (!this.signalled.getAndSet(true)) {
			LockSupport.unpark(this.owner);
		}
	}

	/** Has the owner look again whatever was signalled before. */
	private void wake() {
		this.signalled.set(true);
		LockSupport.unpark(this.owner);
	}

	/** From now on a signal means that something has happened since. */
	void clearSignal() {
		this.signalled.set(false);
	}

	@Nullable T take() {
		return this.letters.poll();
	}

	boolean isEmpty() {
		return this.letters.isEmpty();
	}

	/** Whether there is neither a letter nor a signal. */
	boolean isQuiet() {
		return !this.signalled.get() && this.letters.isEmpty();
	}

	/**
	 * Rests until there is a signal.
	 * @param until when to end at the latest, of {@link System#nanoTime()}
	 */
	void rest(long until) {
		if (!isQuiet() || until - System.nanoTime() <= 0) {
			return;
		}
		this.timer.setFor(until);
		// Setting it may have waited for a lock, and so have used up what a signal left
		// for the park.
		if (!this.signalled.get()) {
			LockSupport.park(this);
		}
	}

}
