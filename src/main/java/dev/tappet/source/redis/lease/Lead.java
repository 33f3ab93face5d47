package dev.tappet.source.redis.lease;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Workers;
import dev.tappet.source.redis.connection.Backoff;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Session;
import dev.tappet.source.redis.lease.LeadKeys.Answer;
import dev.tappet.source.redis.lease.LeadKeys.Call;
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

	/** How often the leader tells how far it is, while it gets on. */
	private static final long TELL = Duration.ofMillis(200).toNanos();

	/** How long a leader that cannot go on waits for what it has in hands. */
	private static final long LAST = Duration.ofSeconds(1).toNanos();

	private static final long LAST_LOOK = Duration.ofMillis(10).toNanos();

	private final RedisServer server;

	private final String trigger;

	private final String key;

	private final LeadKeys keys;

	private final LeadRights rights;

	private final Keeper keeper;

	private final Term term = new Term(System.nanoTime());

	private final Candidacy candidacy = new Candidacy();

	private final LeaderConnection leader;

	private final Backoff backoff = new Backoff();

	private final Runnable disconnected = this::disconnected;

	private final Runnable told = this::lookAgain;

	private @Nullable Candidate candidate;

	/** Whether the others see it when the connection is gone. */
	private volatile boolean traceable;

	/** Whether it has to be asked who leads before the term is to be renewed. */
	private volatile boolean looks;

	/** Whether the leader has got on since it told how far it is. */
	private volatile boolean progressed;

	private long renewAt;

	private long toldAt;

	/** Whether no other has led, as far as this one knows, since it led itself. */
	private boolean ledLast;

	private boolean givingWay;

	private long givingWaySince;

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
		this.leader = new LeaderConnection(server);
		this.keys = new LeadKeys(trigger, worker.instance() + LeadKeys.TOKEN + Worker.newToken() + CONNECTION);
		this.rights = new LeadRights(server, this.key);
		this.keeper = new Keeper(this.key, worker.threads(), this::step);
	}

	/** The key that says who leads. */
	public static String key(String trigger) {
		return LeadKeys.leader(trigger);
	}

	/**
	 * The instance that leads, as the server knows it.
	 * @return that one, or none; fails where there is no connection
	 */
	public CompletionStage<Workers> leader() {
		return Replies.ask(() -> this.server.commands().get(this.keys.leader())).thenApply(LeadKeys::leading);
	}

	/** Whether this process leads. */
	public boolean held() {
		return this.term.lasts(System.nanoTime());
	}

	/** Has somebody try to lead, and keep the lead, from now on. */
	public void keep(Candidate who) {
		this.candidate = who;
		this.server.onDisconnect(this.disconnected);
		this.server.wakeups().register(this.key, this.told);
		this.keeper.start();
	}

	/** Something has changed that may change who leads. */
	public void lookAgain() {
		this.looks = true;
		this.keeper.wake();
	}

	/** The leader has got on, which is told soon. */
	public void progressed() {
		if (!this.progressed) {
			this.progressed = true;
			this.keeper.wake();
		}
	}

	/** The others will soon see that this process is gone, unless it comes back. */
	private void disconnected() {
		if (this.traceable) {
			this.term.cut(System.nanoTime() + Candidacy.WITHOUT_CONNECTION);
		}
		lookAgain();
	}

	private long step() throws InterruptedException {
		Candidate who = Objects.requireNonNull(this.candidate);
		try {
			Session session = this.server.session();
			this.rights.check(session);
			long wait = step(who, session);
			this.backoff.reset();
			who.outcome(null);
			return wait;
		}
		catch (RuntimeException ex) {
			// What is held runs out by itself.
			this.looks = true;
			who.outcome(Failures.unwrap(ex));
			return this.backoff.next();
		}
	}

	private long step(Candidate who, Session session) throws InterruptedException {
		boolean led = held();
		if (this.givingWay || (led && who.readyIn() > 0)) {
			return giveWay(who, session);
		}
		if (led && !this.looks && who.inOffice() && System.nanoTime() - this.renewAt < 0 && tell(who, session)) {
			long next = this.progressed ? Math.min(this.toldAt + TELL - this.renewAt, 0) : 0;
			return this.renewAt + next - System.nanoTime();
		}
		this.looks = false;
		return ask(who, session);
	}

	/** Tells how far it is, if that is new, and learns whether it still leads. */
	private boolean tell(Candidate who, Session session) throws InterruptedException {
		long now = System.nanoTime();
		if (!this.progressed || now - this.toldAt < TELL) {
			return true;
		}
		this.progressed = false;
		this.toldAt = now;
		return run(session, Call.TELL, "", who.progress()).leads();
	}

	/**
	 * Leaves the lead to another, and has as little as possible in hands by then: that
	 * other one repeats what is not finished.
	 */
	private long giveWay(Candidate who, Session session) throws InterruptedException {
		long now = System.nanoTime();
		if (!this.givingWay) {
			this.givingWay = true;
			this.givingWaySince = now;
			who.follows();
		}
		if (!who.isIdle() && now - this.givingWaySince < LAST) {
			return LAST_LOOK;
		}
		this.givingWay = false;
		boolean held = held();
		this.term.end(now);
		if (held) {
			run(session, Call.LEAVE, "", who.progress());
			logger.info("This instance gives the lead of trigger '{}' to another: it does not hear what is published",
					this.trigger);
		}
		return 0;
	}

	private long ask(Candidate who, Session session) throws InterruptedException {
		boolean led = held();
		if (!led) {
			this.leader.look(session, this.candidacy);
		}
		int cuts = this.term.cuts();
		long asked = System.nanoTime();
		boolean able = led || who.readyIn() <= 0;
		String deposed = (led || !able) ? "" : this.candidacy.mayDepose(asked);
		boolean inOffice = led && who.inOffice();
		if (inOffice) {
			this.progressed = false;
		}
		Answer answer = run(session, call(able, led || this.candidacy.mayTake(asked)), deposed,
				(inOffice || (this.ledLast && !able)) ? who.progress() : "");
		if (!answer.leads()) {
			return follow(who, session, asked, answer);
		}
		this.renewAt = asked + RENEWAL;
		this.term.begin(asked, cuts);
		this.candidacy.leads();
		this.ledLast = true;
		if (!led) {
			logger.info("This instance leads trigger '{}'", this.trigger);
		}
		if (!inOffice) {
			who.leads(answer.progress(), asked - answer.age().toNanos());
		}
		arm(session, this.keys.held(session));
		return this.progressed ? TELL : RENEWAL;
	}

	private long follow(Candidate who, Session session, long asked, Answer answer) throws InterruptedException {
		long now = System.nanoTime();
		who.follows();
		if (held()) {
			this.term.end(now);
			logger.warn("This instance no longer leads trigger '{}': another does", this.trigger);
		}
		who.sees(answer.progress(), asked - answer.age().toNanos());
		if (answer.isLed() && !this.keys.isOwn(answer.holder())) {
			this.ledLast = false;
			// A fraction of a millisecond may be left when none is.
			this.candidacy.sees(answer.holder(), answer.remaining().plusMillis(1).toNanos(), now);
		}
		arm(session, answer.holder());
		long ready = who.readyIn();
		long wait = this.candidacy.untilNextLook(System.nanoTime());
		return (ready > 0) ? Math.min(wait, ready) : wait;
	}

	private static Call call(boolean able, boolean take) {
		if (!able) {
			return Call.WATCH;
		}
		return take ? Call.TAKE : Call.LOOK;
	}

	private Answer run(Session session, Call call, String deposed, String progress) throws InterruptedException {
		this.traceable |= session.clientId() >= 0;
		return this.server.await(this.keys.ask(session, call, deposed, progress));
	}

	/** Has the server tell of the next change by another. */
	private void arm(Session session, String expected) throws InterruptedException {
		if (session.tells()) {
			byte[] found = this.server.await(session.commands().get(this.keys.leader()));
			if (!((found != null) ? Replies.text(found) : "").equals(expected)) {
				lookAgain();
			}
		}
	}

	/** Lets another process lead at once. */
	public void giveUp() {
		try {
			this.keeper.end();
			this.server.wakeups().unregister(this.key, this.told);
			this.server.offDisconnect(this.disconnected);
			Candidate who = this.candidate;
			Session session = this.server.current();
			if (held() && who != null && session != null) {
				this.term.end(System.nanoTime());
				run(session, Call.LEAVE, "", who.progress());
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
