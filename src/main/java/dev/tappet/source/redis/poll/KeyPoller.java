package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import dev.tappet.source.SourceListener;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.LeaseLostException;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Session;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.Member;
import dev.tappet.source.redis.lease.ReadResult;
import dev.tappet.source.redis.lease.Settler;
import dev.tappet.source.redis.poll.Recovery.Step;
import io.lettuce.core.RedisConnectionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does at one stream or list what its {@link KeySchedule} says. All of it runs on the
 * thread of the {@link Poller}, which steps through its keys.
 */
final class KeyPoller implements KeyUpkeep.Asking {

	private static final Logger logger = LoggerFactory.getLogger(KeyPoller.class);

	private final Mailbox<Letter> mailbox;

	private final RedisServer server;

	private final Ledger ledger;

	private final SourceListener listener;

	private final KeySchedule schedule;

	private final KeyCondition condition;

	private final KeyWatch watch;

	private final Settler settler;

	private final KeyReader reader;

	private final BatchDeliveries deliveries;

	private final KeyUpkeep upkeep;

	private final Approach approach;

	private final KeyTrouble trouble;

	private final Runnable disconnected;

	/** The connection that the key is worked on by, or null where there is none. */
	private volatile @Nullable Session session;

	KeyPoller(Demand demand, Mailbox<Letter> mailbox, Member member, Ledger ledger, SourceListener listener,
			PollSettings settings) {
		RedisServer server = member.serverOf(ledger.names().source());
		this.mailbox = mailbox;
		this.server = server;
		this.ledger = ledger;
		this.approach = new Approach(server, ledger);
		this.listener = listener;
		this.schedule = new KeySchedule(settings, ledger.reclaimsAlone(), server.patience(), System.nanoTime());
		this.condition = new KeyCondition(settings.trigger(),
				new Subject.Key(settings.type(), key(), ledger.names().deadLetters()), server::place);
		this.watch = new KeyWatch(server.wakeups(), key(), ledger.dueKey(), (keys) -> server.commands().exists(keys),
				mailbox::signal);
		this.settler = new Settler(ledger, listener, settings.strict(), this.watch::settled);
		this.trouble = new KeyTrouble(server, ledger, this.settler, this.schedule, this.condition, settings.trigger());
		this.reader = new KeyReader(demand, settings, ledger, this.settler, this.watch, this.schedule);
		this.deliveries = new BatchDeliveries(ledger, this.settler, demand, settings.perDelivery());
		this.disconnected = mailbox::signal;
		server.onDisconnect(this.disconnected);
		this.upkeep = new KeyUpkeep(member.lookout(), ledger, listener, this.settler, this.schedule, this);
	}

	String key() {
		return this.ledger.names().source();
	}

	KeyCondition condition() {
		return this.condition;
	}

	/**
	 * Does what is to be done now.
	 * @param fetching whether to read as well
	 * @param now the time
	 */
	void step(boolean fetching, long now) {
		boolean waits = this.approach.isUnderWay() || this.schedule.recovery().isBlocked(now);
		if (waits && !this.approach.isElsewhere()) {
			return;
		}
		Session current = this.server.current();
		if (current == null || !current.equals(this.session)) {
			begin();
			return;
		}
		try {
			noticeWakes(now);
			checkStuck(now);
			this.trouble.retrySettling(now);
			this.upkeep.step(fetching, now);
			if (fetching) {
				this.reader.read(this::arrived, now);
			}
		}
		catch (RuntimeException ex) {
			failed(ex, Step.PULSE, now);
		}
	}

	/** Begins anew on a new connection, for which other keys do not wait. */
	private void begin() {
		if (this.session != null) {
			// What is under way on the connection before is no longer waited for.
			this.session = null;
			this.schedule.reads().abandon();
		}
		this.approach.begin((outcome) -> this.mailbox.post(new Letter.Beginning(this, outcome)));
	}

	private void takeUp(Approach.Outcome outcome, long now) {
		if (!this.approach.ended(outcome)) {
			return;
		}
		Session begun = outcome.session();
		if (begun != null) {
			begun(begun, outcome.forgotten(), now);
			return;
		}
		Throwable failure = outcome.failure();
		failed((failure != null) ? failure : new IllegalStateException("no reply"), Step.PULSE, now);
	}

	private void begun(Session begun, boolean forgotten, long now) {
		if (!this.condition.starting()) {
			this.listener.restarted();
		}
		this.session = begun;
		this.watch.begin(begun.tells());
		this.schedule.begun(now);
		this.upkeep.begin(forgotten, now);
		Throwable unsettled = this.settler.failure();
		if (unsettled != null && !(unsettled instanceof LeaseLostException)) {
			// That was on the connection before.
			this.settler.retry();
		}
	}

	private void noticeWakes(long now) {
		if (this.watch.noticesChange()) {
			if (this.watch.noticesTold()) {
				this.schedule.reads().told(now);
			}
			else {
				this.schedule.reads().maybeNew();
			}
		}
		if (this.watch.noticesDue()) {
			this.schedule.reads().maybeDue();
		}
		if (this.watch.noticesSettling()) {
			this.schedule.pulses().lookSoon();
		}
	}

	private void checkStuck(long now) {
		Duration patience = this.server.patience();
		if (this.schedule.reads().isStuck(now) || this.settler.stuckSince(now - patience.toNanos())) {
			this.server.giveUp();
			throw new RedisConnectionException("no answer within " + patience.toSeconds() + " s");
		}
	}

	@Override
	public @Nullable Session session() {
		return this.session;
	}

	@Override
	public <T> void ask(Step step, Supplier<CompletionStage<T>> question, BiConsumer<T, Long> then) {
		Session asked = this.session;
		Replies.ask(question)
			.whenComplete((answer, failure) -> answered(asked, step, (now) -> then.accept(answer, now), failure));
	}

	@Override
	public void answered(@Nullable Session asked, Step step, Letter.Work work, @Nullable Throwable failure) {
		this.mailbox.post(new Letter.Answer(this, asked, step, work, failure));
	}

	void takeUp(Letter letter, long now) {
		switch (letter) {
			case Letter.Arrival arrival -> takeUp(arrival, now);
			case Letter.Answer answer -> takeUp(answer, now);
			case Letter.Beginning beginning -> takeUp(beginning.outcome(), now);
		}
	}

	private void takeUp(Letter.Answer answer, long now) {
		Session current = this.session;
		if (current == null || !current.equals(answer.session())) {
			// It was asked before something failed, and is asked again.
			return;
		}
		Throwable failure = answer.failure();
		if (failure != null) {
			failed(failure, answer.step(), now);
			return;
		}
		try {
			answer.work().run(now);
		}
		catch (RuntimeException ex) {
			failed(ex, answer.step(), now);
		}
	}

	private void arrived(SentRead read, @Nullable ReadResult result, @Nullable Throwable failure) {
		this.mailbox.post(new Letter.Arrival(this, read, result, failure));
	}

	/** Takes up what a read has come to. */
	private void takeUp(Letter.Arrival arrival, long now) {
		ReadResult result = arrival.result();
		if (!this.reader.ended(arrival.read(), now)) {
			if (this.ledger.keeps()) {
				// What the server keeps is found again when the key is reclaimed.
				this.schedule.reads().reclaimNext(now);
			}
			if (result != null) {
				this.deliveries.addLate(result);
			}
			return;
		}
		Step step = Step.of(arrival.read().kind());
		if (result == null) {
			Throwable failure = arrival.failure();
			failed((failure != null) ? failure : new IllegalStateException("no reply"), step, now);
			return;
		}
		succeeded(step);
		if (result.size() > 0) {
			this.trouble.brought();
		}
		if (result.gone() > 0) {
			this.listener.dropped(result.gone());
			logger.warn("{} message(s) of '{}' were waiting for a retry but their data was deleted; they are given up",
					result.gone(), key());
		}
		this.reader.brought(arrival.read(), now);
		this.deliveries.add(result);
	}

	@Override
	public void succeeded(Step step) {
		this.trouble.succeeded(step);
	}

	private void failed(Throwable thrown, Step step, long now) {
		Throwable failure = Failures.unwrap(thrown);
		this.server.giveUpUnanswered(this.session, failure);
		this.session = null;
		this.trouble.failed(failure, step, now);
	}

	/** How many messages must be wanted for another read. */
	int wanted() {
		return this.schedule.reads().wanted();
	}

	/** When there is something to be done without a signal. */
	long wakeAt(boolean fetching, long now) {
		// The answer wakes it.
		return this.approach.isUnderWay() ? now + Beat.LONG
				: this.schedule.wakeAt(fetching, this.settler.unsettled(), this.settler.refusal() != null, now);
	}

	/** Whether nothing of this key is under way any more. */
	boolean quiet() {
		return this.schedule.reads().nothingUnderWay() && this.settler.idle();
	}

	/** Gives up what is the key's, and answers when the server has taken note. */
	CompletionStage<?> leave() {
		this.upkeep.end();
		this.watch.close();
		this.server.offDisconnect(this.disconnected);
		return this.ledger.leave();
	}

	void awaitLeft(CompletionStage<?> left) throws InterruptedException {
		this.server.await(left);
	}

}
