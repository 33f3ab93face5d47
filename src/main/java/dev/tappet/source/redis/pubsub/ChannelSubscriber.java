package dev.tappet.source.redis.pubsub;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.Verdict;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import dev.tappet.source.redis.connection.Failures;
import dev.tappet.source.redis.connection.RedisServer;
import dev.tappet.source.redis.connection.Replies;
import dev.tappet.source.redis.connection.Subject;
import dev.tappet.source.redis.lease.DeadLetterFields;
import dev.tappet.source.redis.lease.DeadLetterStream;
import dev.tappet.source.redis.lease.Lead;
import dev.tappet.source.redis.lease.Member;
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
public final class ChannelSubscriber implements Source, PubSubHub.Listener {

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

	private final PubSubHub hub;

	private final SourceListener listener;

	private final @Nullable Lead leadership;

	private final Burial burial;

	private final ChannelCondition condition;

	private final DeadLetterStream deadLetters;

	private final MessageBuffer<Received> buffer;

	private final AtomicLong numbers = new AtomicLong();

	private final String token = Worker.newToken();

	private volatile boolean fetching = true;

	private final Overflow overflow;

	/**
	 * Makes a subscriber that does not listen yet.
	 * @param settings how the trigger listens
	 * @param member this instance at its Redis
	 * @param join claims the instance id there
	 * @param hub the connection for subscriptions
	 * @param listener told what was carried out
	 * @param leadership which instance handles what all hear, or {@code null} for all
	 */
	public ChannelSubscriber(SubscriberSettings settings, Member member, Runnable join, PubSubHub hub,
			SourceListener listener, @Nullable Lead leadership) {
		this.settings = settings;
		String key = DeadLetterFields.key(settings.trigger());
		this.server = member.serverOf(key);
		this.join = join;
		this.hub = hub;
		this.listener = listener;
		this.leadership = leadership;
		BufferBrake brake = new BufferBrake(this.server.connector().brake(), settings.buffer(),
				(end) -> after(BRAKE_PATIENCE, end));
		this.buffer = new MessageBuffer<>(settings.buffer(), settings.strict(), brake, System::nanoTime);
		Subject subject = new Subject.Channel(settings.subscription().name(), key);
		Clock clock = member.worker().clock();
		this.overflow = new Overflow(settings.buffer(), clock,
				(since) -> listener.gap(settings.subscription().name(), since));
		this.condition = new ChannelCondition(settings, this.server.redis()::place, subject, listener, clock,
				System::nanoTime);
		LetterWriter writer = new LetterWriter(settings.trigger(), this.server, key, clock);
		int bound = Math.min(settings.buffer(), MOST_LETTERS);
		this.burial = new Burial(writer::write, new BurialReport(settings.trigger(), bound, this.condition, listener),
				(task) -> after(LETTERS_AGAIN, task), bound);
		this.deadLetters = DeadLetterStream.ofSubscriber(this.server, key, new ChannelReplay(this::again));
	}

	/** A message that was heard, on its way through the handler. */
	private final class Received implements Delivery {

		private final Published message;

		private final int attempt;

		private final boolean replay;

		Received(Published message, int attempt, boolean replay) {
			this.message = message;
			this.attempt = attempt;
			this.replay = replay;
		}

		@Override
		public String source() {
			return this.message.channel();
		}

		@Override
		public int attempt() {
			return this.attempt;
		}

		@Override
		public int size() {
			return 1;
		}

		@Override
		public Message message(int position) {
			return this.message;
		}

		@Override
		public boolean replay() {
			return this.replay;
		}

		@Override
		public void settle(int position, Verdict verdict) {
			switch (verdict) {
				case Verdict.Complete() -> {
					finished();
					ChannelSubscriber.this.listener.completed(1);
				}
				case Verdict.RetryAfter(var delay) -> {
					ChannelSubscriber.this.listener.retried(1);
					later(this, delay);
				}
				case Verdict.Release() -> {
					finished();
					ChannelSubscriber.this.listener.dropped(1);
				}
				case Verdict.Bury bury -> ChannelSubscriber.this.burial.bury(new Letter(this.message, bury),
						ChannelSubscriber.this::finished);
			}
		}

		Received again() {
			return new Received(this.message, this.attempt + 1, this.replay);
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
			if (this.leadership != null) {
				this.leadership.keep(this::led);
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
			Subscription subscription = ChannelSubscriber.this.settings.subscription();
			ChannelSubscriber.this.hub.remove(subscription, ChannelSubscriber.this);
		}

	}

	private void led(@Nullable Throwable failure) {
		if (failure == null) {
			this.condition.works(ChannelCondition.Concern.LEAD);
		}
		else {
			this.condition.fails(ChannelCondition.Concern.LEAD, failure);
		}
	}

	@Override
	public void message(String subscription, String channel, byte[] body) {
		if (OwnKeys.isEventOf(channel, body)) {
			return;
		}
		if (!this.fetching || this.buffer.isPaused() || (this.leadership != null && !this.leadership.held())) {
			return;
		}
		if (!add(subscription, channel, body, false)) {
			drop();
		}
	}

	/** Has a message handled again that was given up, where there is room for it. */
	private boolean again(DeadLetter letter) {
		Message.Body original = (Message.Body) letter.original();
		return this.fetching && this.buffer.isOpen()
				&& add(this.settings.subscription().name(), letter.source(), DeadLetterFields.bytes(original), true);
	}

	private boolean add(String subscription, String channel, byte[] body, boolean replay) {
		return this.buffer.offer(new Received(
				new Published(this.token, this.numbers.incrementAndGet(), subscription, channel, body), 1, replay));
	}

	private void finished() {
		this.overflow.left(this.buffer.finished());
	}

	private void drop() {
		this.listener.dropped(1);
		if (this.overflow.dropped()) {
			logger.warn("Trigger '{}' drops messages: {} are waiting already; raise 'concurrency' or 'buffer'",
					this.settings.trigger(), this.settings.buffer());
		}
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
		CompletionStage<?> unused = Replies.ask(this.server::connect);
		this.condition.hears();
	}

	@Override
	public void interrupted() {
		this.condition.misses();
	}

	@Override
	public void failed(Throwable failure) {
		this.condition.fails(Failures.unwrap(failure));
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
	public DeadLetters deadLetters() {
		return this.deadLetters;
	}

	@Override
	public void close(Duration patience) {
		if (this.leadership != null) {
			this.leadership.giveUp();
		}
		int left = this.buffer.clear() + this.burial.close();
		if (left > 0) {
			this.listener.dropped(left);
			logger.warn("Trigger '{}' stops with {} message(s) unhandled", this.settings.trigger(), left);
		}
	}

}
