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
 * Something that one live process has at a time, such as the lead of a trigger or an
 * instance id. It is free some seconds after the last sign of life of whoever has it.
 */
public final class Claim {

	private static final Logger logger = LoggerFactory.getLogger(Claim.class);

	private static final long RENEWAL = Duration.ofSeconds(2).toNanos();

	private static final Duration LAST_TRY = Duration.ofSeconds(1);

	private final RedisServer server;

	private final String key;

	private final String holder;

	private final Term term = new Term(System.nanoTime());

	private volatile boolean keeping;

	private volatile @Nullable Thread thread;

	private Claim(RedisServer server, String key, String holder) {
		this.server = server;
		this.key = key;
		this.holder = holder;
	}

	/** The lead of a trigger, among all instances. */
	public static Claim toLead(RedisServer server, Worker worker, String trigger) {
		return new Claim(server, "tappet:{" + trigger + "}:leader", worker.instance() + "#" + Worker.newToken());
	}

	/** The id of this instance, among all processes that were given it. */
	public static Claim toInstanceId(RedisServer server, Worker worker) {
		return new Claim(server, "tappet:instance:" + worker.instance(), Worker.newToken());
	}

	/** Whether this process has it. */
	public boolean held() {
		return this.term.lasts(System.nanoTime());
	}

	/** Tries to have it and to keep it from now on. */
	public void keep() {
		this.keeping = true;
		this.thread = Thread.ofPlatform().daemon().name(this.key).start(this::run);
	}

	/** Tries once, and says whether this process has it now. */
	boolean tryNow() throws InterruptedException {
		this.server.session();
		long asked = System.nanoTime();
		if (this.server.await(ask())) {
			this.term.begin(asked);
		}
		return held();
	}

	private void run() {
		while (this.keeping) {
			try {
				tryNow();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			catch (RuntimeException ex) {
				// No reason to stop: what is held runs out by itself, and whoever depends
				// on it reports the same trouble.
				logger.debug("{} could not be asked for", this.key, ex);
			}
			LockSupport.parkNanos(this, RENEWAL);
		}
	}

	private CompletionStage<Boolean> ask() {
		CompletionStage<Long> answer = Script.LEAD.run(this.server.commands(), ScriptOutputType.INTEGER,
				Replies.bytes(this.key), Script.bytes(this.holder), Script.bytes(Ledger.LEASE.toMillis()));
		return answer.thenApply((held) -> held == 1);
	}

	/** Lets another process have it at once. */
	public void giveUp() {
		this.keeping = false;
		LockSupport.unpark(this.thread);
		try {
			awaitLastTry();
			if (held()) {
				this.term.end(System.nanoTime());
				CompletionStage<Long> left = Script.LEAVE.run(this.server.commands(), ScriptOutputType.INTEGER,
						Replies.bytes(this.key), Script.bytes(this.holder));
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

	/** A try that is under way could have it again after it was given up. */
	private void awaitLastTry() throws InterruptedException {
		Thread keeper = this.thread;
		if (keeper != null) {
			keeper.join(LAST_TRY);
		}
	}

}
