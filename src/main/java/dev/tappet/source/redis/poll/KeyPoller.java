package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.SourceListener;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.LeaseLostException;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Session;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.ReadResult;
import dev.tappet.source.redis.lease.Settler;
import dev.tappet.source.redis.lease.Takeovers;
import dev.tappet.source.redis.poll.Recovery.Step;
import io.lettuce.core.RedisConnectionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does at one stream or list what its {@link KeySchedule} says. All of it runs on the
 * thread of the {@link Poller}, which steps through its keys.
 */
final class KeyPoller {

	private static final Logger logger = LoggerFactory.getLogger(KeyPoller.class);

	private final Mailbox<Arrival> mailbox;

	private final RedisServer server;

	private final Ledger ledger;

	private final SourceListener listener;

	private final String trigger;

	private final KeySchedule schedule;

	private final Takeovers takeovers;

	private final KeyCondition condition;

	private final KeyWatch watch;

	private final Settler settler;

	private final KeyReader reader;

	private final BatchDeliveries deliveries;

	private final Runnable disconnected;

	private @Nullable Session session;

	KeyPoller(Demand demand, Mailbox<Arrival> mailbox, RedisServer server, Ledger ledger, SourceListener listener,
			PollSettings settings) {
		this.mailbox = mailbox;
		this.server = server;
		this.ledger = ledger;
		this.listener = listener;
		this.trigger = settings.trigger();
		this.schedule = new KeySchedule(settings, server.patience(), System.nanoTime());
		this.takeovers = new Takeovers(ledger, listener, server::await);
		this.condition = new KeyCondition(settings.trigger(),
				new Subject.Key(settings.type(), key(), ledger.names().deadLetters()), server::place);
		this.watch = new KeyWatch(server.wakeups(), key(), ledger.dueKey(), (keys) -> server.commands().exists(keys),
				mailbox::signal);
		this.settler = new Settler(ledger, listener, settings.strict(), this.watch::settled);
		this.reader = new KeyReader(demand, settings, ledger, this.settler, this.watch, this.schedule);
		this.deliveries = new BatchDeliveries(ledger, this.settler, demand, settings.perDelivery());
		this.disconnected = mailbox::signal;
		server.onDisconnect(this.disconnected);
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
	void step(boolean fetching, long now) throws InterruptedException {
		if (this.schedule.recovery().isBlocked(now)) {
			return;
		}
		try {
			Session current = this.server.session();
			if (!current.equals(this.session)) {
				prepare(current, now);
			}
			noticeWakes();
			checkStuck(now);
			retrySettling(now);
			if (this.schedule.pulses().isTime(now)) {
				pulse(now);
			}
			if (this.schedule.reads().reclaims(now)) {
				reclaim(now);
			}
			if (fetching) {
				this.reader.read(this, this.mailbox, now);
			}
		}
		catch (RuntimeException ex) {
			failed(ex, Step.LOOK, now);
		}
	}

	private void prepare(Session current, long now) throws InterruptedException {
		if (!this.condition.starting()) {
			this.listener.restarted();
		}
		this.server.await(this.ledger.prepare());
		this.session = current;
		this.watch.begin(current.tells());
		this.schedule.begun(now);
		this.takeovers.startAnew();
		Throwable unsettled = this.settler.failure();
		if (unsettled != null && !(unsettled instanceof LeaseLostException)) {
			// That was on the connection before.
			this.settler.retry();
		}
	}

	private void noticeWakes() {
		if (this.watch.noticesChange()) {
			this.schedule.reads().maybeNew();
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

	private void retrySettling(long now) {
		Throwable failure = this.settler.failure();
		if (failure != null) {
			if (!(failure instanceof LeaseLostException)) {
				this.settler.retry();
			}
			throw Failures.rethrow(failure);
		}
		Throwable refusal = this.settler.refusal();
		if (refusal == null) {
			this.schedule.recovery().settles();
			this.condition.settles(null);
		}
		else if (this.schedule.recovery().settlesAgain(now)) {
			this.settler.retryRefused();
			this.condition.settles(refusal);
		}
	}

	private void pulse(long now) throws InterruptedException {
		this.schedule.pulses().sent(now);
		CompletionStage<Long> pulse = this.ledger.pulse();
		CompletionStage<List<String>> looking = this.ledger.missing();
		long wait = this.server.await(pulse);
		this.schedule.pulses().answered(wait, now, System.nanoTime());
		List<String> missing = this.server.await(looking);
		succeeded(Step.LOOK);
		if (this.ledger.forgotten() && this.settler.unsettled() > 0) {
			this.schedule.reads().reclaimNext(now);
		}
		if (this.takeovers.from(missing, now) > 0) {
			this.schedule.reads().maybeDue();
		}
	}

	private void reclaim(long now) throws InterruptedException {
		Ledger.Page reclaimed = this.server.await(this.ledger.reclaim(this.settler.open()));
		this.schedule.reads().reclaimed(reclaimed.messages(), reclaimed.more(), now);
		if (reclaimed.messages() > 0) {
			logger.info("Took up {} message(s) of '{}' whose delivery was interrupted", reclaimed.messages(), key());
		}
	}

	/** Takes up what a read has come to. */
	void takeUp(Arrival arrival, long now) {
		ReadResult result = arrival.result();
		if (!this.reader.ended(arrival.read(), now)) {
			// What the server keeps is found again when the key is reclaimed.
			if (!this.ledger.keeps() && result != null) {
				this.deliveries.add(result);
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
		if (result.gone() > 0) {
			this.listener.dropped(result.gone());
			logger.warn("{} message(s) of '{}' were waiting for a retry but their data was deleted; they are given up",
					result.gone(), key());
		}
		this.reader.brought(arrival.read(), result.size(), now);
		this.deliveries.add(result);
	}

	private void succeeded(Step step) {
		if (this.schedule.recovery().succeeded(step, this.condition.starting())) {
			this.condition.reads();
		}
	}

	private void failed(Throwable thrown, Step step, long now) {
		Throwable failure = Failures.unwrap(thrown);
		this.server.giveUpUnanswered(this.session, failure);
		this.session = null;
		this.schedule.failed(step, Failures.answered(failure), now);
		if (failure instanceof LeaseLostException) {
			logger.warn("Trigger '{}': {}; what it still holds is theirs", this.trigger, failure.getMessage());
			this.ledger.renewToken();
			this.settler.forgetLost();
			this.settler.retry();
			return;
		}
		if (Failures.readOnly(failure)) {
			// The primary may be elsewhere by now: look it up again.
			this.server.giveUp();
		}
		this.condition.fails(failure);
	}

	/** How many messages must be wanted for another read. */
	int wanted() {
		return this.schedule.reads().wanted();
	}

	/** When there is something to be done without a signal. */
	long wakeAt(boolean fetching, long now) {
		return this.schedule.wakeAt(fetching, this.settler.unsettled(), this.settler.refusal() != null, now);
	}

	/** Whether nothing of this key is under way any more. */
	boolean quiet() {
		return this.schedule.reads().nothingUnderWay() && this.settler.idle();
	}

	void leave() throws InterruptedException {
		this.watch.close();
		this.server.offDisconnect(this.disconnected);
		this.server.await(this.ledger.leave());
	}

}
