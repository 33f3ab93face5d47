package dev.tappet.source.redis.poll;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Delivery;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.Source;
import dev.tappet.source.SourceListener;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.Workers;
import dev.tappet.source.redis.lease.Ledger;
import dev.tappet.source.redis.lease.Member;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;

/**
 * Polls the streams or lists of one trigger, in turn, on a virtual thread of its own. It
 * takes as much as was demanded, waits for nothing but replies and signals, and goes on
 * for ever.
 */
public final class Poller implements Source {

	private final Runnable join;

	private final List<Ledger> ledgers;

	private final PollLoop loop;

	private final Demand demand;

	/**
	 * Makes a poller that has not read yet.
	 * @param settings how its keys are polled
	 * @param member this instance at their Redis
	 * @param join claims the instance id there
	 * @param listener told what was carried out
	 * @param ledgers the keys
	 * @param buffer where what is read has to find room
	 */
	public Poller(PollSettings settings, Member member, Runnable join, SourceListener listener,
			List<? extends Ledger> ledgers, ReadBuffer buffer) {
		this.join = join;
		this.ledgers = List.copyOf(ledgers);
		Mailbox<Letter> mailbox = new Mailbox<>();
		this.demand = new Demand(settings.perDelivery(), buffer, mailbox::signal);
		List<KeyPoller> keys = this.ledgers.stream()
			.map((ledger) -> new KeyPoller(this.demand, mailbox, member, ledger, listener, settings))
			.toList();
		this.loop = new PollLoop(settings.trigger(), keys, this.demand, mailbox, member.worker().clock(),
				member.worker().threads());
	}

	@Override
	public void join() {
		this.join.run();
	}

	@Override
	public void pause() {
		this.loop.pause();
	}

	@Override
	public void resume() {
		this.loop.resume();
	}

	@Override
	public boolean isPaused() {
		return this.loop.isPaused();
	}

	@Override
	public Flux<Delivery> deliveries() {
		return Flux.from((subscriber) -> {
			subscriber.onSubscribe(new Subscription() {

				@Override
				public void request(long deliveries) {
					Poller.this.loop.request(deliveries);
				}

				@Override
				public void cancel() {
					Poller.this.loop.cancel();
				}

			});
			this.loop.start(subscriber);
		});
	}

	@Override
	public SourceStatus status() {
		return this.loop.status();
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		CompletionStage<Backlog> sum = CompletableFuture.completedStage(new Backlog(0, 0));
		try {
			for (Ledger ledger : this.ledgers) {
				CompletionStage<Backlog> one = ledger.backlog();
				sum = sum.thenCombine(one, (left, right) -> new Backlog(left.waiting() + right.waiting(),
						left.inFlight() + right.inFlight()));
			}
		}
		catch (RuntimeException ex) {
			// Without a connection there is nobody to ask.
			return CompletableFuture.failedStage(ex);
		}
		return sum.thenApply((backlog) -> backlog);
	}

	@Override
	public CompletionStage<@Nullable Duration> backlogAge() {
		CompletionStage<@Nullable Duration> oldest = CompletableFuture.completedStage(Duration.ZERO);
		for (Ledger ledger : this.ledgers) {
			oldest = oldest.thenCombine(ledger.backlogAge(), Poller::older);
		}
		return oldest;
	}

	/** Who cannot tell of one key cannot tell of all. */
	private static @Nullable Duration older(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return null;
		}
		return (one.compareTo(other) >= 0) ? one : other;
	}

	@Override
	public CompletionStage<@Nullable Workers> workers() {
		CompletionStage<@Nullable Workers> all = CompletableFuture.completedStage(new Workers(List.of(), 0));
		for (Ledger ledger : this.ledgers) {
			all = all.thenCombine(ledger.workers(), Poller::together);
		}
		return all;
	}

	private static @Nullable Workers together(@Nullable Workers some, @Nullable Workers others) {
		return (some != null && others != null) ? some.and(others) : null;
	}

	@Override
	public boolean givesAtOnce() {
		return true;
	}

	/** It is asked together with that of others, where they are connected. */
	@Override
	public boolean countsUnread() {
		return true;
	}

	@Override
	public DeadLetters deadLetters() {
		Map<String, DeadLetters> each = new LinkedHashMap<>();
		this.ledgers.forEach((ledger) -> each.put(ledger.names().source(), ledger.deadLetters()));
		return DeadLettersOfKeys.of(each);
	}

	@Override
	public void close(Duration patience) {
		this.loop.close(patience);
		this.demand.close();
	}

}
