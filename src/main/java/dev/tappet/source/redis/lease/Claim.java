package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.redis.connection.Redis;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;
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

	/** How long others are told of an instance that has ended without a word. */
	private static final Duration KEPT = Duration.ofMinutes(10);

	/** Most of those that others are told of. */
	private static final int MOST_KEPT = 100;

	/** How long the server's clock is known once it was looked at. */
	private static final long CLOCK_KNOWN = Duration.ofSeconds(30).toNanos();

	private final RedisServer server;

	private final Worker worker;

	private final Keeper keeper;

	private final Term term = new Term(System.nanoTime());

	/** Since when it is had, by the server's clock in ms, or nothing before that. */
	private volatile String since = "";

	private volatile @Nullable ServerTime time;

	/**
	 * What the server's clock showed, so that it need not be looked at each time.
	 *
	 * @param millis what it showed
	 * @param at when that was here
	 */
	private record ServerTime(long millis, long at) {

		/** What it shows now, or nothing where it has to be looked at. */
		private static String now(@Nullable ServerTime known, long at) {
			return (known != null && at - known.at < CLOCK_KNOWN)
					? Long.toString(known.millis + (at - known.at) / 1_000_000) : "";
		}

	}

	/**
	 * Claims nothing yet.
	 * @param redis where it is to be claimed
	 * @param worker this instance, and what tells it from all processes that were given
	 * its id
	 */
	public Claim(Redis redis, Worker worker) {
		this.server = redis.serverOf(Register.KEY);
		this.worker = worker;
		this.keeper = new Keeper("tappet-instance-" + worker.instance(), worker.threads(), this::renew);
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
		ServerTime known = this.time;
		// Where no answer comes the next one may be that of another server.
		this.time = null;
		List<Object> answer = this.server.await(ask(ServerTime.now(known, asked)));
		long begun = (Long) answer.getFirst();
		long looked = (Long) answer.getLast();
		this.time = (looked > 0) ? new ServerTime(looked, asked) : known;
		if (begun > 0) {
			this.since = Long.toString(begun);
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
			logger.debug("The instance id '{}' could not be asked for", this.worker.instance(), ex);
		}
		return RENEWAL;
	}

	private CompletionStage<List<Object>> ask(String now) {
		return Script.INSTANCE_CLAIM.run(this.server.commands(), ScriptOutputType.MULTI, Replies.bytes(Register.KEY),
				this.worker.consumer(), Script.bytes(this.worker.token()), Script.bytes(Ledger.LEASE.toMillis()),
				Script.bytes(this.since), Script.bytes(this.worker.work()), Script.bytes(KEPT.toMillis()),
				Script.bytes(MOST_KEPT), Script.bytes(now));
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
				CompletionStage<Long> left = Script.INSTANCE_LEAVE.run(this.server.commands(), ScriptOutputType.INTEGER,
						Replies.bytes(Register.KEY), this.worker.consumer(), Script.bytes(this.worker.token()));
				this.server.await(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.debug("The instance id '{}' could not be given up, and runs out by itself", this.worker.instance(),
					ex);
		}
	}

}
