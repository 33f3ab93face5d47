package dev.tappet.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;

/**
 * Deliveries that a test hands out, and what became of them. It hands out no more than is
 * wanted.
 */
final class HandFedSource {

	private final AtomicLong demanded = new AtomicLong();

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private final ConcurrentLinkedQueue<HandedOut> waiting = new ConcurrentLinkedQueue<>();

	private volatile @Nullable Subscriber<? super Delivery> subscriber;

	Flux<Delivery> deliveries() {
		return Flux.from((downstream) -> {
			this.subscriber = downstream;
			downstream.onSubscribe(new Subscription() {

				@Override
				public void request(long deliveries) {
					HandFedSource.this.demanded.addAndGet(deliveries);
					handOut();
				}

				@Override
				public void cancel() {
					HandFedSource.this.cancelled.set(true);
				}

			});
		});
	}

	/** Has messages delivered together, as soon as they are wanted. */
	HandedOut give(int attempt, String... bodies) {
		List<Message> messages = new ArrayList<>();
		for (String body : bodies) {
			messages.add(Messages.element(body));
		}
		return give(new HandedOut(attempt, messages, false));
	}

	/** Has a message delivered whose handler is to run alone. */
	HandedOut giveAlone(String body) {
		return give(new HandedOut(5, List.of(Messages.element(body)), true));
	}

	/** Has a message delivered whether it is wanted or not. */
	HandedOut giveAnyway(String body) {
		HandedOut delivery = new HandedOut(1, List.of(Messages.element(body)), false);
		Objects.requireNonNull(this.subscriber).onNext(delivery);
		return delivery;
	}

	private HandedOut give(HandedOut delivery) {
		this.waiting.add(delivery);
		handOut();
		return delivery;
	}

	private synchronized void handOut() {
		Subscriber<? super Delivery> downstream = this.subscriber;
		while (downstream != null && !this.cancelled.get() && this.demanded.get() > 0 && !this.waiting.isEmpty()) {
			this.demanded.decrementAndGet();
			downstream.onNext(this.waiting.remove());
		}
	}

	/** How many more deliveries are wanted. */
	long demanded() {
		return this.demanded.get();
	}

	boolean isCancelled() {
		return this.cancelled.get();
	}

	/**
	 * A delivery, and the verdicts on its messages.
	 */
	static final class HandedOut implements Delivery {

		private final int attempt;

		private final List<Message> messages;

		private final boolean alone;

		private final Map<Integer, Verdict> verdicts = new ConcurrentHashMap<>();

		private final AtomicInteger ended = new AtomicInteger();

		private volatile boolean settledTwice;

		private volatile boolean endedEarly;

		private HandedOut(int attempt, List<Message> messages, boolean alone) {
			this.attempt = attempt;
			this.messages = messages;
			this.alone = alone;
		}

		@Override
		public String source() {
			return "by hand";
		}

		@Override
		public int attempt() {
			return this.attempt;
		}

		@Override
		public int size() {
			return this.messages.size();
		}

		@Override
		public Message message(int position) {
			return this.messages.get(position);
		}

		@Override
		public boolean alone() {
			return this.alone;
		}

		@Override
		public void settle(int position, Verdict verdict) {
			if (this.verdicts.putIfAbsent(position, verdict) != null) {
				this.settledTwice = true;
			}
		}

		@Override
		public void ended() {
			this.endedEarly = !isSettled();
			this.ended.incrementAndGet();
		}

		/** Whether no handler has it any more; fails where that was said in error. */
		boolean hasEnded() {
			if (this.endedEarly || this.ended.get() > 1) {
				throw new IllegalStateException("a delivery ended before it was settled, or twice");
			}
			return this.ended.get() == 1;
		}

		boolean isSettled() {
			return this.verdicts.size() == this.messages.size();
		}

		/** The verdicts in the order of the messages; fails where one has two. */
		List<Verdict> verdicts() {
			if (this.settledTwice) {
				throw new IllegalStateException("a message was settled twice");
			}
			return this.verdicts.entrySet()
				.stream()
				.sorted(Map.Entry.comparingByKey())
				.map(Map.Entry::getValue)
				.toList();
		}

	}

}
