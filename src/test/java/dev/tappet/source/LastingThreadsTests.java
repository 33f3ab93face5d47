package dev.tappet.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LastingThreadsTests {

	private final Queue<Duration> rests = new ConcurrentLinkedQueue<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private final AppenderBase<ILoggingEvent> broken = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			throw new OutOfMemoryError("thrown by hand");
		}

	};

	@AfterEach
	void letEveryThreadEnd() {
		this.end.countDown();
		logger().detachAppender(this.broken);
	}

	static Stream<Thread.Builder> kinds() {
		return Stream.of(Thread.ofPlatform().daemon().name("lasting"), Thread.ofVirtual().name("lasting"));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void goesOnWhateverItsWorkThrows(Thread.Builder kind) throws InterruptedException {
		this.broken.start();
		logger().addAppender(this.broken);
		LastingThreads threads = new LastingThreads(this::rest);
		CountDownLatch survived = new CountDownLatch(1);
		Deque<Throwable> faults = new ArrayDeque<>(
				List.of(new OutOfMemoryError("thrown by hand"), new StackOverflowError("thrown by hand"),
						new InterruptedException(), new IllegalStateException("failed"), new LinkageError("missing")));
		Thread thread = threads.start(kind, () -> {
			Throwable fault = faults.poll();
			if (fault != null) {
				throw sneaky(fault);
			}
			survived.countDown();
			this.end.await();
		});
		survived.await();
		assertThat(threads.running()).containsExactly("lasting");
		assertThat(threads.dead()).isEmpty();
		assertThat(this.rests).hasSize(5);
		this.end.countDown();
		thread.join();
		assertThat(threads.running()).isEmpty();
		assertThat(threads.dead()).isEmpty();
	}

	@Test
	void goesOnAfterAnInterruption() throws InterruptedException {
		LastingThreads threads = new LastingThreads(this::rest);
		Thread thread = threads.start(Thread.ofPlatform().daemon(), this.end::await);
		thread.interrupt();
		Awaitility.await().until(() -> this.rests.size() == 1);
		Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
		this.end.countDown();
		thread.join();
		assertThat(threads.dead()).isEmpty();
	}

	@Test
	void restsLongerWithEachFailureUpToABound() {
		LastingThreads threads = new LastingThreads(this::rest);
		threads.start(Thread.ofPlatform().daemon(), () -> {
			if (this.rests.size() < 8) {
				throw new IllegalStateException("failed");
			}
		});
		Awaitility.await().until(() -> threads.running().isEmpty());
		assertThat(this.rests).extracting(Duration::toMillis)
			.containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void knowsADeadThreadByItsName(Thread.Builder kind) throws InterruptedException {
		LastingThreads threads = new LastingThreads((nanos) -> {
			throw new OutOfMemoryError("thrown by hand");
		});
		threads.start(kind, () -> {
			throw new IllegalStateException("failed");
		}).join();
		assertThat(threads.dead()).containsExactly("lasting");
		assertThat(threads.running()).isEmpty();
	}

	private void rest(long nanos) {
		this.rests.add(Duration.ofNanos(nanos));
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T sneaky(Throwable fault) throws T {
		throw (T) fault;
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(LastingThreads.class);
	}

}
