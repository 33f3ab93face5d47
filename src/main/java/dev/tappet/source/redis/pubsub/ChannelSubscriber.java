package dev.tappet.source.redis.pubsub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.Verdict;
import dev.tappet.source.Workers;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.lease.DeadLetterFields;
import dev.tappet.source.redis.lease.DeadLetterStream;
import dev.tappet.source.redis.lease.Member;
import dev.tappet.source.redis.lease.Register;
import dev.tappet.source.redis.lease.Worker;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Hears what is published and holds it, up to a bound, until a handler is free. Retries
 * wait in this process: on the wire a published message exists only once.
 */
public final class ChannelSubscriber implements Source, SubscriptionListener {

	private static final Logger logger = LoggerFactory.getLogger(ChannelSubscriber.class);

	/** How long others are kept waiting for a handler that is behind. */
	private static final Duration BRAKE_PATIENCE = Duration.ofMillis(100);

	/** When dead letters that could not be written are tried again. */
	private static final Duration LETTERS_AGAIN = Duration.ofSeconds(1);

	/** Most dead letters that wait because they cannot be written. */
	private static final int MOST_LETTERS = 1000;

	private final SubscriberSettings settings;

	private final RedisServer server;

	private final Runnable join;

	private final Supplier<CompletionStage<Workers>> workers;

	private final PubSubHub hub;

	private final SourceListener listener;

	private final @Nullable Standby standby;

	private final Burial burial;

	private final ChannelCondition condition;

	private final Overflow overflow;

	private final LetterRights letterRights;

	private final DeadLetterStream deadLetters;

	private final MessageBuffer<Received> buffer;

	private final AtomicLong numbers = new AtomicLong();

	private final String token = Worker.newToken();

	private volatile boolean fetching = true;

	/**
	 * Makes a subscriber that does not listen yet.
	 * @param settings how the trigger listens
	 * @param member this instance at its Redis
	 * @param join claims the instance id there
	 * @param hub the connection for subscriptions
	 * @param listener told what was carried out
	 * @param leadership says which instance handles what all hear, or {@code null} for
	 * all
	 */
	public ChannelSubscriber(SubscriberSettings settings, Member member, Runnable join, PubSubHub hub,
			SourceListener listener, @Nullable Leadership leadership) {
		this.settings = settings;
		String key = DeadLetterFields.key(settings.trigger());
		this.server = member.serverOf(key);
		this.join = join;
		Register register = new Register(member.redis());
		this.workers = (leadership != null) ? leadership.lead()::leader : () -> register.workersOn(settings.trigger());
		this.hub = hub;
		this.listener = listener;
		BufferBrake brake = new BufferBrake(this.server.connector().brake(), settings.buffer(),
				(end) -> after(BRAKE_PATIENCE, end));
		this.buffer = new MessageBuffer<>(settings.buffer(), settings.strict(), brake, System::nanoTime,
				this::mayHandOut);
		Subject subject = new Subject.Channel(settings.subscription().name(), key);
		Clock clock = member.worker().clock();
		Consumer<Instant> gap = (since) -> listener.gap(settings.subscription().name(), since);
		this.overflow = new Overflow(settings.buffer(), clock, gap);
		this.condition = new ChannelCondition(settings, this.server.redis()::place, subject, listener, clock,
				System::nanoTime);
		this.standby = (leadership != null)
				? new Standby(settings, leadership, this.buffer,
						new StandbyReport(this.condition, listener, this::drop, () -> gap.accept(clock.instant())))
				: null;
		this.letterRights = new LetterRights(this.server, key, (task) -> after(LetterRights.AGAIN, task),
				this::mayBury);
		LetterWriter writer = new LetterWriter(settings.trigger(), this.server, key, clock);
		int bound = Math.min(settings.buffer(), MOST_LETTERS);
		this.burial = new Burial(writer::write, new BurialReport(settings.trigger(), bound, this.condition, listener),
				(task) -> after(LETTERS_AGAIN, task), bound);
		this.deadLetters = DeadLetterStream.ofSubscriber(this.server, key, new ChannelReplay(this::again));
	}

	private void settle(Received received, Verdict verdict) {
		switch (verdict) {
			case Verdict.Complete() -> {
				finished(received);
				this.listener.completed(1);
			}
			case Verdict.RetryAfter(var delay) -> {
				this.listener.retried(1);
				later(received, delay);
			}
			case Verdict.Release() -> release(received);
			case Verdict.Bury bury -> this.burial.bury(new Letter(received.message(), bury), () -> finished(received));
		}
	}

	private void finished(Received received) {
		if (this.standby != null) {
			this.standby.finished(received);
		}
		this.overflow.left(this.buffer.finished());
	}

	private void release(Received received) {
		if (this.standby != null && this.standby.hasStopped()) {
			// It stays unfinished for whoever leads next.
			this.buffer.finished();
			this.listener.handedBack(1);
		}
		else {
			finished(received);
			this.listener.dropped(1);
		}
	}

	@Override
	public void join() {
		this.join.run();
	}

	@Override
	public void pause() {
		this.buffer.pause();
	}

	@Override
	public void resume() {
		this.buffer.resume();
	}

	@Override
	public boolean isPaused() {
		return this.buffer.isPaused();
	}

	@Override
	public Flux<Delivery> deliveries() {
		return Flux.from((downstream) -> {
			this.buffer.open(downstream::onNext);
			downstream.onSubscribe(new Demand());
			Subscription subscription = this.settings.subscription();
			this.hub.add(subscription, this);
			if (this.standby != null) {
				this.standby.start();
			}
		});
	}

	private final class Demand implements org.reactivestreams.Subscription {

		@Override
		public void request(long deliveries) {
			ChannelSubscriber.this.buffer.request(deliveries);
		}

		@Override
		public void cancel() {
			ChannelSubscriber.this.fetching = false;
			if (ChannelSubscriber.this.standby != null) {
				ChannelSubscriber.this.standby.stop();
			}
			Subscription subscription = ChannelSubscriber.this.settings.subscription();
			ChannelSubscriber.this.hub.remove(subscription, ChannelSubscriber.this);
		}

	}

	private boolean mayHandOut(Received received) {
		return this.standby == null || this.standby.mayHandOut(received);
	}

	@Override
	public void message(Stream stream, String subscription, String channel, byte[] body) {
		if (OwnKeys.isEventOf(channel, body) || !this.fetching) {
			return;
		}
		Published message = published(subscription, channel, body);
		if (this.standby != null) {
			this.standby.heard(stream, message, (heard, place) -> received(heard, place, false));
		}
		else if (!this.buffer.isPaused() && !this.buffer.offer(received(message, null, false))) {
			drop();
		}
	}

	private void drop() {
		this.listener.dropped(1);
		if (this.overflow.dropped()) {
			logger.warn("Trigger '{}' drops messages: {} are waiting already; raise 'concurrency' or 'buffer'",
					this.settings.trigger(), this.settings.buffer());
		}
	}

	/** Has a message handled again that was given up, where there is room for it. */
	private boolean again(DeadLetter letter) {
		Message.Body original = (Message.Body) letter.original();
		return this.fetching && this.buffer.isOpen() && this.buffer.offer(received(
				published(this.settings.subscription().name(), letter.source(), DeadLetterFields.bytes(original)), null,
				true));
	}

	private Published published(String subscription, String channel, byte[] body) {
		return new Published(this.token, this.numbers.incrementAndGet(), subscription, channel, body);
	}

	private Received received(Published message, Holding.@Nullable Place place, boolean replay) {
		return new Received(message, 1, place, replay, this::settle);
	}

	private void later(Received received, Duration delay) {
		this.buffer.retry(received.again(), System.nanoTime() + delay.toNanos());
		after(delay, this.buffer::drain);
	}

	private static void after(Duration delay, Runnable task) {
		Schedulers.parallel().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void check(RedisPubSubAsyncCommands<String, byte[]> commands, Node node) throws InterruptedException {
		if (this.settings.subscription().keyspace()) {
			new NotificationCheck(this.settings, this.server.patience()).run(commands, node);
		}
	}

	@Override
	public void subscribed() {
		// Dead letters and leadership go over the shared connection.
		this.letterRights.ask();
		this.condition.hears();
		if (this.standby != null) {
			this.standby.subscribed();
		}
	}

	private void mayBury(@Nullable Throwable refusal) {
		if (refusal == null) {
			this.condition.works(ChannelCondition.Concern.DEAD_LETTERS);
		}
		else {
			this.condition.fails(ChannelCondition.Concern.DEAD_LETTERS, refusal);
		}
	}

	@Override
	public void interrupted(long heardUntil) {
		this.condition.misses(heardUntil);
		hearsNothing();
	}

	@Override
	public void failed(Throwable failure, long heardUntil) {
		this.condition.fails(Failures.unwrap(failure), heardUntil);
		hearsNothing();
	}

	/** Events of keys come from several servers, of which the others are still heard. */
	private void hearsNothing() {
		boolean several = this.server.redis().clustered() && this.settings.subscription().local();
		if (this.standby != null && !several) {
			this.standby.interrupted();
		}
	}

	@Override
	public SourceStatus status() {
		return this.condition.status();
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		return CompletableFuture.completedStage(null);
	}

	@Override
	public CompletionStage<@Nullable Workers> workers() {
		return this.workers.get().thenApply((workers) -> workers);
	}

	@Override
	public DeadLetters deadLetters() {
		return this.deadLetters;
	}

	@Override
	public void close(Duration patience) {
		if (this.standby != null) {
			this.standby.close();
			int left = this.buffer.clear();
			if (left > 0) {
				this.listener.handedBack(left);
				logger.info("Trigger '{}' stops with {} message(s) unhandled, for the next instance that leads",
						this.settings.trigger(), left);
			}
		}
		int left = this.buffer.clear() + this.burial.close();
		if (left > 0) {
			this.listener.dropped(left);
			logger.warn("Trigger '{}' stops with {} message(s) unhandled", this.settings.trigger(), left);
		}
	}

}
