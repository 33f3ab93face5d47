package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place that one live process holds at a time, and that is free some seconds after its
 * last sign of life.
 */
public final class Leadership {

	private static final Logger logger = LoggerFactory.getLogger(Leadership.class);

	private static final long RENEWAL = Duration.ofSeconds(2).toNanos();

	private static final Duration LAST_TRY = Duration.ofSeconds(1);

	private final RedisServer server;

	private final String key;

	private final String name;

	private volatile long heldUntil = System.nanoTime();

	private volatile boolean seeking;

	private volatile @Nullable Thread thread;

	private Leadership(RedisServer server, String key, String name) {
		this.server = server;
		this.key = key;
		this.name = name;
	}

	/** Of all instances' hands on a trigger. */
	public static Leadership ofTrigger(RedisServer server, Worker worker, String trigger) {
		return new Leadership(server, "tappet:{" + trigger + "}:leader", worker.instance() + "#" + Worker.newToken());
	}

	/** Of all processes with the same instance id. */
	public static Leadership ofInstance(RedisServer server, Worker worker) {
		return new Leadership(server, "tappet:instance:" + worker.instance(), Worker.newToken());
	}

	/** Whether this instance is the one. */
	public boolean held() {
		return this.heldUntil - System.nanoTime() > 0;
	}

	public void seek() {
		this.seeking = true;
		this.thread = Thread.ofPlatform().daemon().name(this.key).start(this::run);
	}

	/** Tries once, and says whether the place is held now. */
	boolean tryNow() throws InterruptedException {
		this.server.session();
		long asked = System.nanoTime();
		if (this.server.await(lead())) {
			this.heldUntil = asked + Ledger.LEASE.toNanos();
		}
		return held();
	}

	private void run() {
		while (this.seeking) {
			try {
				tryNow();
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
	public void giveUp() {
		this.seeking = false;
		LockSupport.unpark(this.thread);
		try {
			awaitLastTry();
			if (held()) {
				this.heldUntil = System.nanoTime();
				CompletionStage<Long> left = Script.LEAVE.run(this.server.commands(), ScriptOutputType.INTEGER,
						Replies.bytes(this.key), Script.bytes(this.name));
				this.server.await(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.debug("{} could not be given up, and runs out by itself", this.key, ex);
		}
	}

	/** A try that is under way could take the place again after it was given up. */
	private void awaitLastTry() throws InterruptedException {
		Thread seeker = this.thread;
		if (seeker != null) {
			seeker.join(LAST_TRY);
		}
	}

}
