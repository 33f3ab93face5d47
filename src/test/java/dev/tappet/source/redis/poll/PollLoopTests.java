package dev.tappet.source.redis.poll;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tappet.source.Delivery;
import dev.tappet.source.LastingThreads;
import dev.tappet.source.Message;
import dev.tappet.source.ReadBuffer;
import dev.tappet.source.Verdict;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class PollLoopTests {

	private final Queue<String> emitted = new ConcurrentLinkedQueue<>();

	private final LastingThreads threads = new LastingThreads();

	private final AppenderBase<ILoggingEvent> broken = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			throw new OutOfMemoryError("thrown by hand");
		}

	};

	@AfterEach
	void mendTheLog() {
		((Logger) LoggerFactory.getLogger("dev.tappet.source")).detachAppender(this.broken);
	}

	@Test
	void goesOnAfterAnErrorThatCannotEvenBeLogged() {
		this.broken.start();
		((Logger) LoggerFactory.getLogger("dev.tappet.source")).addAppender(this.broken);
		Demand demand = new Demand(1, new ReadBuffer(1_000_000), () -> {
		});
		demand.add(new Named("bad"));
		demand.add(new Named("good"));
		PollLoop loop = new PollLoop("orders", List.of(), demand, new Mailbox<>(), Clock.systemUTC(), this.threads);
		loop.request(2);
		loop.start(new Faulty());
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.emitted.contains("good"));
		assertThat(this.threads.running()).containsExactly("tappet-orders");
		loop.close(Duration.ofSeconds(10));
		Awaitility.await().until(() -> this.threads.running().isEmpty());
		assertThat(this.threads.dead()).isEmpty();
	}

	/** Takes what it is given, but for one. */
	private final class Faulty implements Subscriber<Delivery> {

		@Override
		public void onSubscribe(Subscription subscription) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void onNext(Delivery delivery) {
			if (delivery.source().equals("bad")) {
				throw new OutOfMemoryError("thrown by hand");
			}
			PollLoopTests.this.emitted.add(delivery.source());
		}

		@Override
		public void onError(Throwable failure) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void onComplete() {
			throw new UnsupportedOperationException();
		}

	}

	/** A delivery that is only emitted. */
	private record Named(String source) implements Delivery {

		@Override
		public int attempt() {
			return 1;
		}

		@Override
		public int size() {
			return 1;
		}

		@Override
		public Message message(int position) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void settle(int position, Verdict verdict) {
			throw new UnsupportedOperationException();
		}

	}

}
