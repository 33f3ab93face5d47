package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The id of this instance on one Redis, which one live process has at a time, on however
 * many connections. It is free some seconds after the last sign of life of whoever has
 * it.
 */
public final class Claim {

	private static final Logger logger = LoggerFactory.getLogger(Claim.class);

	private static final long RENEWAL = Duration.ofSeconds(2).toNanos();

	private final RedisServer server;

	private final String key;

	private final byte[] holder;

	private final Keeper keeper;

	private final Term term = new Term(System.nanoTime());

	private Claim(RedisServer server, String key, String holder, LastingThreads threads) {
		this.server = server;
		this.key = key;
		this.holder = Script.bytes(holder);
		this.keeper = new Keeper(key, threads, this::renew);
	}

	/** The id of this instance, among all processes that were given it. */
	public static Claim toInstanceId(Redis redis, Worker worker) {
		String key = key(worker.instance());
		return new Claim(redis.serverOf(key), key, worker.token(), worker.threads());
	}

	/** There while an instance has its id. */
	static String key(String instance) {
		return "tappet:instance:" + instance;
	}

	/** Whether this process has it. */
	boolean held() {
		return this.term.lasts(System.nanoTime());
	}

	/** Keeps it from now on. */
	public void keep() {
		this.keeper.start();
	}

	/** Tries once, and says whether this process has it now. */
	boolean tryNow() throws InterruptedException {
		this.server.session();
		int cuts = this.term.cuts();
		long asked = System.nanoTime();
		if (this.server.await(ask())) {
			this.term.begin(asked, cuts);
		}
		return held();
	}

	private long renew() throws InterruptedException {
		try {
			tryNow();
		}
		catch (RuntimeException ex) {
			// No reason to stop: whoever depends on this Redis reports the same trouble.
			logger.debug("{} could not be asked for", this.key, ex);
		}
		return RENEWAL;
	}

	private CompletionStage<Boolean> ask() {
		CompletionStage<List<Object>> answer = Script.LEAD.run(this.server.commands(), ScriptOutputType.MULTI,
				Replies.bytes(this.key), this.holder, Script.bytes(""), Script.bytes(Ledger.LEASE.toMillis()),
				Script.bytes("take"), Script.bytes(""));
		return answer.thenApply((reply) -> Replies.integer(reply.getFirst()) == 1);
	}

	/**
	 * Renews it no more. Where several connections of this process lead to one Redis, all
	 * are stopped before any gives it up: none takes it again then.
	 */
	public void stop() {
		try {
			this.keeper.end();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Lets another process have it at once. */
	public void giveUp() {
		stop();
		try {
			if (held()) {
				this.term.end(System.nanoTime());
				CompletionStage<Long> left = Script.LEAVE.run(this.server.commands(), ScriptOutputType.INTEGER,
						Replies.bytes(this.key), this.holder);
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

}
