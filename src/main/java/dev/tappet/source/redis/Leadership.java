package dev.tappet.source.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

/**
 * Lets one live instance at a time handle the messages of a trigger.
 */
final class Leadership {

	private static final long RENEWAL = Duration.ofSeconds(2).toNanos();

	private final RedisServer server;

	private final String key;

	private final String name;

	private final String trigger;

	private volatile long heldUntil = System.nanoTime();

	private volatile boolean seeking;

	private volatile @Nullable Thread thread;

	Leadership(RedisServer server, Worker worker, String trigger) {
		this.server = server;
		this.trigger = trigger;
		this.key = "tappet:{" + trigger + "}:leader";
		this.name = worker.instance() + "#" + Worker.newToken();
	}

	/** Whether this instance is the one. */
	boolean held() {
		return this.heldUntil - System.nanoTime() > 0;
	}

	void seek() {
		this.seeking = true;
		this.thread = Thread.ofVirtual().name("tappet-" + this.trigger + "-leader").start(this::run);
	}

	private void run() {
		while (this.seeking) {
			try {
				long asked = System.nanoTime();
				this.server.session();
				if (this.server.await(lead())) {
					this.heldUntil = asked + Ledger.LEASE.toNanos();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			catch (RuntimeException ex) {
				// The subscription reports the same trouble; what is held runs out by
				// itself.
				this.seeking &= true;
			}
			LockSupport.parkNanos(this, RENEWAL);
		}
	}

	private CompletionStage<Boolean> lead() {
		CompletionStage<Long> answer = Script.LEAD.run(this.server.commands(), ScriptOutputType.INTEGER,
				Replies.bytes(this.key), Script.bytes(this.name), Script.bytes(Ledger.LEASE.toMillis()));
		return answer.thenApply((held) -> held == 1);
	}

	/** Lets another instance take its place at once. */
	void giveUp() {
		this.seeking = false;
		LockSupport.unpark(this.thread);
		if (held()) {
			this.heldUntil = System.nanoTime();
			try {
				CompletionStage<Long> left = Script.LEAVE.run(this.server.commands(), ScriptOutputType.INTEGER,
						Replies.bytes(this.key), Script.bytes(this.name));
				this.server.await(left);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (RuntimeException ex) {
				// It runs out by itself.
				this.heldUntil = System.nanoTime();
			}
		}
	}

}
