package dev.tappet.operate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CachedFigureTests {

	private final SettableClock clock = new SettableClock();

	private final AtomicInteger questions = new AtomicInteger();

	private CompletionStage<Long> answer = CompletableFuture.completedFuture(7L);

	private final CachedFigure<Long> figure = new CachedFigure<>(this::ask, this.clock);

	@Test
	void isUnknownBeforeItIsAskedFor() {
		assertThat(this.figure.reading()).isInstanceOf(Reading.Unknown.class);
	}

	@Test
	void isAskedForOnceWhileItIsFresh() {
		this.figure.refresh().join();
		this.figure.refresh().join();
		assertThat(this.figure.reading()).isEqualTo(new Reading.Known<>(7L, this.clock.instant()));
		assertThat(this.questions).hasValue(1);
	}

	@Test
	void isAskedForAgainWhenItIsNotFresh() {
		this.figure.refresh().join();
		this.clock.advance(CachedFigure.FRESH);
		this.answer = CompletableFuture.completedFuture(8L);
		this.figure.refresh().join();
		assertThat(this.figure.reading()).isEqualTo(new Reading.Known<>(8L, this.clock.instant()));
	}

	@Test
	void isUnknownAtOnceWhenItCannotBeRead() {
		this.figure.refresh().join();
		this.clock.advance(CachedFigure.FRESH);
		this.answer = CompletableFuture
			.failedFuture(new IllegalStateException("no way to redis://user:secret@host:6379"));
		this.figure.refresh().join();
		assertThat(this.figure.reading())
			.isEqualTo(new Reading.Unknown<>("no way to redis://******@host:6379", this.clock.instant()));
	}

	@Test
	void isUnknownWhenTheQuestionItselfFails() {
		CachedFigure<Long> broken = new CachedFigure<>(() -> {
			throw new IllegalStateException("closed");
		}, this.clock);
		broken.refresh().join();
		assertThat(broken.reading()).isEqualTo(new Reading.Unknown<>("closed", this.clock.instant()));
	}

	@Test
	void isToldForAWhileWhenTheNextAnswerIsLateAndThenUnknown() {
		this.figure.refresh().join();
		this.answer = new CompletableFuture<>();
		this.clock.advance(CachedFigure.STALE.minusMillis(1));
		assertThat(this.figure.refresh()).isNotDone();
		assertThat(this.figure.reading()).isInstanceOf(Reading.Known.class);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.figure.reading()).isInstanceOf(Reading.Unknown.class);
	}

	@Test
	void isAskedForOnceAtATime() {
		this.answer = new CompletableFuture<>();
		CompletableFuture<?> first = this.figure.refresh();
		this.clock.advance(CachedFigure.STALE);
		assertThat(this.figure.refresh()).isSameAs(first);
	}

	@Test
	void doesNotBlockWhoAsksWhenTheQuestionBlocks() throws Exception {
		CountDownLatch connected = new CountDownLatch(1);
		CachedFigure<Long> slow = new CachedFigure<>(() -> {
			try {
				connected.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return CompletableFuture.completedFuture(1L);
		}, this.clock);
		CompletableFuture<Reading<Long>> answer = slow.refresh();
		assertThat(answer).isNotDone();
		connected.countDown();
		assertThat(answer.get()).isInstanceOf(Reading.Known.class);
	}

	private CompletionStage<Long> ask() {
		this.questions.incrementAndGet();
		return this.answer;
	}

}
