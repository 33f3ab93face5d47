package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.tappet.source.redis.connection.Backoff;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Script;
import dev.tappet.source.redis.connection.Session;
import io.lettuce.core.ClientListArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lead of a trigger, which one of all instances has at a time. Its key names the
 * connection of the leader: one that is killed loses the lead as soon as Redis knows, one
 * that is frozen when its term is over.
 */
public final class Lead {

	/** Stands before the id of the leader's connection. */
	static final char CONNECTION = '@';

	private static final Logger logger = LoggerFactory.getLogger(Lead.class);

	private static final long RENEWAL = Duration.ofSeconds(2).toNanos();

	private final RedisServer server;

	private final String trigger;

	private final String key;

	private final byte[] holder;

	private final Keeper keeper;

	private final Term term = new Term(System.nanoTime());

	private final Candidacy candidacy = new Candidacy();

	private final Backoff backoff = new Backoff();

	private final Runnable disconnected = this::disconnected;

	private final Runnable told;

	private Consumer<@Nullable Throwable> news = (failure) -> {
	};

	/** The session on which the server does not list connections. */
	private @Nullable Session unlisted;

	/** Whether the others see it when the connection is gone. */
	private volatile boolean traceable;

	/**
	 * Makes a candidate that does nothing yet.
	 * @param server where the lead is kept
	 * @param worker this instance
	 * @param trigger the trigger's name
	 */
	public Lead(RedisServer server, Worker worker, String trigger) {
		this.server = server;
		this.trigger = trigger;
		this.key = key(trigger);
		this.holder = Script.bytes(worker.instance() + "#" + Worker.newToken() + CONNECTION);
		this.keeper = new Keeper(this.key, worker.threads(), this::step);
		this.told = this.keeper::wake;
	}

	/** The key that says who leads. */
	public static String key(String trigger) {
		return "tappet:{" + trigger + "}:leader";
	}

	/** Whether this process leads. */
	public boolean held() {
		return this.term.lasts(System.nanoTime());
	}

	/**
	 * Tries to lead and to keep the lead from now on.
	 * @param outcome told after each try what went wrong, or {@code null}
	 */
	public void keep(Consumer<@Nullable Throwable> outcome) {
		this.news = outcome;
		this.server.onDisconnect(this.disconnected);
		this.server.wakeups().register(this.key, this.told);
		this.keeper.start();
	}

	/** The others will soon see that this process is gone, unless it comes back. */
	private void disconnected() {
		if (this.traceable) {
			this.term.cut(System.nanoTime() + Candidacy.WITHOUT_CONNECTION);
		}
		this.keeper.wake();
	}

	private long step() throws InterruptedException {
		try {
			long wait = ask(this.server.session());
			this.backoff.reset();
			this.news.accept(null);
			return wait;
		}
		catch (RuntimeException ex) {
			// What is held runs out by itself.
			this.news.accept(Failures.unwrap(ex));
			return this.backoff.next();
		}
	}

	private long ask(Session session) throws InterruptedException {
		boolean led = held();
		if (!led) {
			lookForLeader(session);
		}
		int cuts = this.term.cuts();
		long asked = System.nanoTime();
		boolean take = led || this.candidacy.mayTake(asked);
		List<Object> answer = this.server.await(run(session.commands(), id(session), take ? "take" : "look",
				led ? "" : this.candidacy.mayDepose(asked)));
		String other = Replies.text(answer.get(1));
		if (Replies.integer(answer.getFirst()) == 1) {
			this.term.begin(asked, cuts);
			this.candidacy.leads();
			if (!led) {
				logger.info("This instance leads trigger '{}'", this.trigger);
			}
			arm(session, Replies.text(this.holder) + id(session));
			return RENEWAL;
		}
		long now = System.nanoTime();
		if (led) {
			this.term.end(now);
			logger.warn("This instance no longer leads trigger '{}': another does", this.trigger);
		}
		if (!other.isEmpty()) {
			// A fraction of a millisecond may be left when none is.
			long remaining = Duration.ofMillis((Long) answer.get(2) + 1).toNanos();
			this.candidacy.sees(other, remaining, now);
		}
		arm(session, other);
		return this.candidacy.untilNextLook(System.nanoTime());
	}

	private CompletionStage<List<Object>> run(RedisClusterAsyncCommands<byte[], byte[]> commands, String connection,
			String what, String deposed) {
		this.traceable |= !connection.isEmpty();
		return Script.LEAD.run(commands, ScriptOutputType.MULTI, Replies.bytes(this.key), this.holder,
				Script.bytes(connection), Script.bytes(Ledger.LEASE.toMillis()), Script.bytes(what),
				Script.bytes(deposed));
	}

	private static String id(Session session) {
		return (session.clientId() >= 0) ? Long.toString(session.clientId()) : "";
	}

	/** Asks the server whether the leader's connection is still there. */
	private void lookForLeader(Session session) throws InterruptedException {
		long leader = this.candidacy.connection();
		if (leader < 0 || session.clientId() < 0 || session == this.unlisted) {
			this.candidacy.connectionUnknown();
			return;
		}
		try {
			Set<String> listed = Connections.listed(this.server
				.await(session.commands().clientList(ClientListArgs.Builder.ids(session.clientId(), leader))));
			// A list without this connection is that of another server.
			boolean reliable = listed.contains(Long.toString(session.clientId()));
			this.candidacy.connected(!reliable || listed.contains(Long.toString(leader)), System.nanoTime());
		}
		catch (RuntimeException ex) {
			if (!Failures.answered(Failures.unwrap(ex))) {
				throw ex;
			}
			this.unlisted = session;
			this.candidacy.connectionUnknown();
			logger.debug("{} does not list connections, so a dead leader is replaced when its term is over",
					this.server.place(), ex);
		}
	}

	/** Has the server tell of the next change by another. */
	private void arm(Session session, String expected) throws InterruptedException {
		if (session.tells()) {
			byte[] found = this.server.await(session.commands().get(Script.bytes(this.key)));
			if (!((found != null) ? Replies.text(found) : "").equals(expected)) {
				this.keeper.wake();
			}
		}
	}

	/** Lets another process lead at once. */
	public void giveUp() {
		try {
			this.keeper.end();
			this.server.wakeups().unregister(this.key, this.told);
			this.server.offDisconnect(this.disconnected);
			if (held()) {
				this.term.end(System.nanoTime());
				this.server.await(run(this.server.commands(), "", "leave", ""));
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
