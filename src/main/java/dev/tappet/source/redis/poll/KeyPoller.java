package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

import dev.tappet.source.SourceListener;
import dev.tappet.source.redis.connection.Backoff;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.LeaseLostException;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Session;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.OpenBatch;
import dev.tappet.source.redis.lease.ReadResult;
import dev.tappet.source.redis.lease.Settler;
import dev.tappet.source.redis.lease.Takeovers;
import io.lettuce.core.RedisConnectionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls one stream or list. All of it runs on the thread of its {@link Poller}.
 */
final class KeyPoller {

	/** The steps that the server may refuse, each of which shows by itself if it can. */
	private enum Step {

		LOOK, TAKE_NEW, TAKE_DUE

	}

	/** What was read before there was time to look, in one piece. */
	record Read(KeyPoller poller, int generation, boolean due, boolean armed, int seen, int most,
			@Nullable ReadResult taken, @Nullable Throwable failure) {
	}

	private static final Logger logger = LoggerFactory.getLogger(KeyPoller.class);

	private static final long PULSE = Duration.ofSeconds(2).toNanos();

	private static final long PULSE_AFTER_RETRY = Duration.ofMillis(50).toNanos();

	private static final long RECLAIM = Duration.ofSeconds(10).toNanos();

	/** The beat to which idle keys look again. */
	private static final long STEP = Duration.ofMillis(500).toNanos();

	/** How often to look where the server cannot tell that a key has changed. */
	private static final long UNTOLD_INTERVAL = Duration.ofMillis(20).toNanos();

	/** Reads under way at once while the source is full. */
	private static final int READS_AT_ONCE = 4;

	/** Verdicts that may wait for the server before no more is read. */
	private static final int MOST_UNSETTLED = 50_000;

	private final Poller owner;

	private final RedisServer server;

	private final Ledger ledger;

	private final Settler settler;

	private final SourceListener listener;

	private final int count;

	private final long pollingInterval;

	private final boolean strict;

	private final boolean disarming;

	private final Backoff backoff = new Backoff();

	private final Backoff settlingBackoff = new Backoff();

	private final Takeovers takeovers;

	private final KeyCondition condition;

	private final KeyWatch watch;

	private @Nullable Session session;

	private int generation;

	private int readsUnderWay;

	private boolean dueUnderWay;

	private long oldestRead;

	private boolean maybeNew = true;

	private boolean maybeDue = true;

	private boolean streak;

	private long now = System.nanoTime();

	private long blockedUntil = this.now;

	private long pollAt = this.now;

	private long pulseAt = this.now;

	private long lastPulse = this.now - PULSE;

	private long dueAt = Long.MAX_VALUE;

	private long lastDueLook = this.now;

	private long reclaimAt = this.now;

	/** What the server has refused last, or null where it was not the server. */
	private @Nullable Step refused;

	private long settleAgainAt = this.now;

	KeyPoller(Poller owner, RedisServer server, Ledger ledger, SourceListener listener, PollSettings settings) {
		this.owner = owner;
		this.server = server;
		this.ledger = ledger;
		this.listener = listener;
		this.count = settings.count();
		this.pollingInterval = settings.pollingInterval().toNanos();
		this.disarming = settings.readingChangesKey();
		this.strict = settings.strict();
		this.takeovers = new Takeovers(server, ledger, listener);
		this.condition = new KeyCondition(owner.trigger(), settings.type(), ledger.names().source(), server,
				owner::statusChanged);
		this.watch = new KeyWatch(server, ledger.names(), owner::signal);
		this.settler = new Settler(ledger, listener, this.strict, this.watch::settled);
		server.onDisconnect(owner::signal);
	}

	String key() {
		return this.ledger.names().source();
	}

	Ledger ledger() {
		return this.ledger;
	}

	Settler settler() {
		return this.settler;
	}

	KeyCondition condition() {
		return this.condition;
	}

	/** Does what is to be done now. */
	void step(long time) throws InterruptedException {
		this.now = time;
		if (time - this.blockedUntil < 0) {
			return;
		}
		try {
			Session current = this.server.session();
			if (current != this.session) {
				prepare(current);
			}
			noticeWakes();
			checkStuck();
			retrySettling();
			if (time - this.pulseAt >= 0) {
				pulse();
			}
			if (time - this.reclaimAt >= 0 && this.readsUnderWay == 0 && !this.dueUnderWay) {
				reclaim();
			}
			read();
		}
		catch (RuntimeException ex) {
			failed(ex, Step.LOOK);
		}
	}

	private void prepare(Session current) throws InterruptedException {
		if (!this.condition.starting()) {
			this.listener.restarted();
		}
		this.server.await(this.ledger.prepare());
		this.session = current;
		this.maybeNew = true;
		this.maybeDue = true;
		this.watch.begin(current);
		this.streak = false;
		this.pulseAt = this.now;
		this.reclaimAt = this.now;
		this.takeovers.startAnew();
		Throwable unsettled = this.settler.failure();
		if (unsettled != null && !(unsettled instanceof LeaseLostException)) {
			// That was on the connection before.
			this.settler.retry();
		}
	}

	private void noticeWakes() {
		if (this.watch.noticesChange()) {
			this.maybeNew = true;
		}
		if (this.watch.noticesDue()) {
			this.maybeDue = true;
		}
		if (this.watch.noticesSettling()) {
			// A message that was put off may be due before the next pulse.
			this.pulseAt = earlier(this.pulseAt, this.lastPulse + PULSE_AFTER_RETRY);
		}
	}

	private void checkStuck() {
		long patience = this.server.patience().toNanos();
		boolean reading = this.readsUnderWay > 0 || this.dueUnderWay;
		if ((reading && this.now - this.oldestRead > patience) || this.settler.stuckSince(this.now - patience)) {
			this.server.giveUp();
			throw new RedisConnectionException("no answer within " + this.server.patience().toSeconds() + " s");
		}
	}

	private void retrySettling() {
		Throwable failure = this.settler.failure();
		if (failure != null) {
			if (!(failure instanceof LeaseLostException)) {
				this.settler.retry();
			}
			throw Failures.rethrow(failure);
		}
		Throwable refusal = this.settler.refusal();
		if (refusal != null && this.now - this.settleAgainAt >= 0) {
			this.settleAgainAt = this.now + this.settlingBackoff.next();
			this.settler.retryRefused();
			this.condition.settles(refusal);
		}
		else if (refusal == null) {
			this.settlingBackoff.reset();
			this.condition.settles(null);
		}
	}

	private void pulse() throws InterruptedException {
		this.lastPulse = this.now;
		CompletionStage<Long> pulse = this.ledger.pulse();
		CompletionStage<List<String>> looking = this.ledger.missing();
		long wait = this.server.await(pulse);
		// Rounded up: what is asked for too early is not found.
		this.dueAt = (wait >= 0) ? System.nanoTime() + Duration.ofMillis(wait + 1).toNanos() : Long.MAX_VALUE;
		this.pulseAt = inStep(PULSE);
		List<String> missing = this.server.await(looking);
		if (this.refused == Step.LOOK || (this.refused == null && !this.condition.starting())) {
			recovered();
		}
		if (this.ledger.forgotten() && this.settler.unsettled() > 0) {
			this.reclaimAt = this.now;
		}
		if (this.takeovers.from(missing, this.now) > 0) {
			this.maybeDue = true;
		}
	}

	private void reclaim() throws InterruptedException {
		Ledger.Page reclaimed = this.server.await(this.ledger.reclaim(this.settler.open()));
		this.reclaimAt = this.now + (reclaimed.more() ? 0 : RECLAIM);
		if (reclaimed.messages() > 0) {
			this.maybeDue = true;
			logger.info("Took up {} message(s) of '{}' whose delivery was interrupted", reclaimed.messages(), key());
		}
	}

	private void read() {
		boolean quietWanted = this.now - this.reclaimAt >= 0;
		if (quietWanted || !this.owner.fetching() || this.settler.unsettled() > MOST_UNSETTLED) {
			return;
		}
		if (this.now - this.dueAt >= 0) {
			this.maybeDue = true;
			this.dueAt = Long.MAX_VALUE;
			// When the one after that is due is not known yet.
			this.pulseAt = earlier(this.pulseAt, this.lastPulse + PULSE_AFTER_RETRY);
		}
		if (this.streak && this.now - this.lastDueLook >= STEP) {
			// A busy key is not watched, so what other workers hand back is looked for.
			this.maybeDue = true;
		}
		if (this.now - this.pollAt >= 0) {
			this.maybeNew = true;
		}
		if (this.maybeDue && !this.dueUnderWay) {
			int deliveries = this.owner.reserve(this.count, 1);
			if (deliveries == 0) {
				return;
			}
			this.maybeDue = false;
			this.dueUnderWay = true;
			this.lastDueLook = this.now;
			send(true, false, deliveries, this.ledger::takeDue);
		}
		if (this.strict && this.settler.unsettled() > 0) {
			return;
		}
		while (mayReadNew()) {
			int deliveries = this.owner.reserve(this.count, leastForNew());
			if (deliveries == 0) {
				return;
			}
			if (!this.streak) {
				this.watch.arm();
			}
			this.readsUnderWay++;
			this.pollAt = inStep(this.pollingInterval);
			send(false, this.watch.armed(), deliveries, this.ledger::takeNew);
		}
	}

	private boolean mayReadNew() {
		return this.maybeNew && this.readsUnderWay < (this.streak ? READS_AT_ONCE : 1);
	}

	/** A second read is only worth its way when it can bring a good part of a batch. */
	private int leastForNew() {
		return (this.readsUnderWay > 0) ? Math.max(1, this.count / 2) : 1;
	}

	/**
	 * How many messages must be wanted for another read, or a great many while none would
	 * be sent.
	 */
	int wanted() {
		if (this.maybeDue && !this.dueUnderWay) {
			return 1;
		}
		return mayReadNew() ? leastForNew() : Integer.MAX_VALUE;
	}

	private void send(boolean due, boolean armed, int deliveries, IntFunction<CompletionStage<ReadResult>> take) {
		if (this.readsUnderWay + (this.dueUnderWay ? 1 : 0) == 1) {
			this.oldestRead = this.now;
		}
		int sentIn = this.generation;
		int sentAfter = this.watch.seen();
		CompletionStage<ReadResult> reply;
		try {
			reply = take.apply(deliveries * this.owner.perDelivery());
		}
		catch (RuntimeException ex) {
			reply = CompletableFuture.failedStage(ex);
		}
		reply.whenComplete((taken, failure) -> this.owner
			.completed(new Read(this, sentIn, due, armed, sentAfter, deliveries, taken, failure)));
	}

	/** Takes up what a read brought. */
	void completed(Read read, long time) {
		this.now = time;
		this.owner.unreserve(read.most());
		if (read.generation() != this.generation) {
			// What the server keeps is found again when the key is reclaimed.
			if (!this.ledger.keeps() && read.taken() != null) {
				take(read.taken());
			}
			return;
		}
		if (read.due()) {
			this.dueUnderWay = false;
		}
		else {
			this.readsUnderWay--;
		}
		this.oldestRead = time;
		Step step = read.due() ? Step.TAKE_DUE : Step.TAKE_NEW;
		ReadResult taken = read.taken();
		if (taken == null) {
			failed((read.failure() != null) ? read.failure() : new IllegalStateException("no reply"), step);
			return;
		}
		if ((this.refused == null && step == Step.TAKE_NEW) || this.refused == step) {
			recovered();
		}
		if (taken.gone() > 0) {
			this.listener.dropped(taken.gone());
			logger.warn("{} message(s) of '{}' were waiting for a retry but their data was deleted; they are given up",
					taken.gone(), key());
		}
		if (read.due()) {
			this.maybeDue |= taken.size() > 0;
		}
		else {
			lookAgain(read, taken.size());
		}
		take(taken);
	}

	private void take(ReadResult taken) {
		OpenBatch batch = taken.batch();
		if (batch != null && batch.token.equals(this.ledger.token())) {
			this.settler.opened(batch);
			deliver(batch);
		}
	}

	private void lookAgain(Read read, int size) {
		boolean full = size >= read.most() * this.owner.perDelivery();
		boolean quiet = this.watch.isQuietSince(read.seen());
		this.streak = full;
		if (full) {
			this.maybeNew = true;
		}
		else if (!read.armed() && this.watch.tells()) {
			// Only a read that came after the key was armed may be the last before a
			// wait.
			this.maybeNew = true;
			this.watch.disarm();
		}
		else if (size > 0 && this.disarming) {
			this.maybeNew = true;
			this.watch.disarm();
		}
		else if (quiet) {
			this.maybeNew = false;
			this.pollAt = inStep(
					this.watch.tells() ? this.pollingInterval : Math.min(UNTOLD_INTERVAL, this.pollingInterval));
		}
	}

	private void deliver(OpenBatch batch) {
		if (this.owner.perDelivery() == 1) {
			for (int i = 0; i < batch.size(); i++) {
				this.owner.ready(RedisDelivery.of(key(), this.settler, batch, i));
			}
			return;
		}
		Map<Integer, List<Integer>> byAttempt = new HashMap<>();
		for (int i = 0; i < batch.size(); i++) {
			byAttempt.computeIfAbsent(batch.attempt(i), (attempt) -> new ArrayList<>()).add(i);
		}
		byAttempt.values().forEach((positions) -> {
			for (List<Integer> part : Replies.parts(positions, this.owner.perDelivery())) {
				int[] these = part.stream().mapToInt(Integer::intValue).toArray();
				this.owner.ready(RedisDelivery.of(key(), this.settler, batch, these));
			}
		});
	}

	private void recovered() {
		this.backoff.reset();
		this.refused = null;
		this.condition.reads();
	}

	private void failed(Throwable thrown, Step step) {
		Throwable failure = Failures.unwrap(thrown);
		this.server.giveUpUnanswered(this.session, failure);
		this.session = null;
		this.refused = Failures.answered(failure) ? step : null;
		if (this.refused == null) {
			// What was under way has no reply, or one that comes too late to be trusted.
			this.generation++;
			this.readsUnderWay = 0;
			this.dueUnderWay = false;
		}
		if (failure instanceof LeaseLostException) {
			logger.warn("Trigger '{}': {}; what it still holds is theirs", this.owner.trigger(), failure.getMessage());
			this.ledger.renewToken();
			this.settler.forgetLost();
			this.settler.retry();
			this.blockedUntil = this.now + this.backoff.next();
			return;
		}
		this.blockedUntil = this.now + this.backoff.next();
		if (Failures.readOnly(failure)) {
			// The primary may be elsewhere by now: look it up again.
			this.server.giveUp();
		}
		this.condition.fails(failure);
	}

	/** When there is something to be done without being woken. */
	long nextStep() {
		if (this.now - this.blockedUntil < 0) {
			return this.blockedUntil;
		}
		long next = this.pulseAt;
		if (this.settler.refusal() != null) {
			next = earlier(next, this.settleAgainAt);
		}
		if (this.readsUnderWay > 0 || this.dueUnderWay) {
			next = earlier(next, this.oldestRead + this.server.patience().toNanos());
		}
		if (!this.owner.fetching()) {
			return next;
		}
		if (this.dueAt != Long.MAX_VALUE) {
			next = earlier(next, this.dueAt);
		}
		if (this.settler.unsettled() > MOST_UNSETTLED) {
			next = earlier(next, this.now + UNTOLD_INTERVAL);
		}
		return this.maybeNew ? next : earlier(next, this.pollAt);
	}

	/**
	 * The end of a wait, moved forward so that all keys wake together: many idle triggers
	 * then cost hardly more than one.
	 */
	private long inStep(long wait) {
		long end = this.now + wait;
		return (wait < 2 * STEP) ? end : end - Math.floorMod(end, STEP);
	}

	private static long earlier(long one, long other) {
		return (one - other < 0) ? one : other;
	}

	/** Whether nothing of this key is under way any more. */
	boolean quiet() {
		return this.readsUnderWay == 0 && !this.dueUnderWay && this.settler.idle();
	}

	void leave() throws InterruptedException {
		this.watch.close();
		this.server.await(this.ledger.leave());
	}

}
