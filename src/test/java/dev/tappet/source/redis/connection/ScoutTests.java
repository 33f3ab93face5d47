package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tappet.source.LastingThreads;
import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import io.lettuce.core.RedisConnectionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScoutTests {

	private static final Layout ONE = Layout.of(new Node("one", 1), List.of());

	private static final Layout OTHER = Layout.of(new Node("other", 2), List.of());

	private final LastingThreads threads = new LastingThreads();

	private final ByHand finder = new ByHand();

	private final Scout scout = new Scout("here", this.finder, Duration.ofSeconds(10), this.threads);

	private final AtomicInteger changes = new AtomicInteger();

	@AfterEach
	void close() {
		this.scout.close();
	}

	@Test
	void looksWhenItIsAskedForTheFirstTime() {
		assertThat(this.scout.layout()).isNull();
		assertThat(this.scout.find().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(ONE);
		assertThat(this.scout.layout()).isSameAs(ONE);
	}

	@Test
	void saysWhyNothingWasFoundAndLooksAgain() {
		this.finder.found = CompletableFuture.failedStage(new RedisConnectionException("nobody there"));
		assertThat(this.scout.find().toCompletableFuture()).failsWithin(Duration.ofSeconds(20))
			.withThrowableOfType(java.util.concurrent.ExecutionException.class)
			.havingCause()
			.withMessage("nobody there");
		this.finder.found = CompletableFuture.completedStage(ONE);
		assertThat(this.scout.find().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(ONE);
	}

	@Test
	void tellsOfAChangeOnce() {
		this.scout.onChange(this.changes::incrementAndGet);
		this.scout.find().toCompletableFuture().join();
		assertThat(this.changes).hasValue(1);
		this.finder.found = CompletableFuture.completedStage(OTHER);
		this.scout.lookSoon();
		Awaitility.await().until(() -> OTHER.equals(this.scout.layout()));
		int looks = this.finder.looks.get();
		// It looks often for a while after something looked wrong.
		Awaitility.await().until(() -> this.finder.looks.get() > looks + 2);
		assertThat(this.changes).hasValue(2);
	}

	@Test
	void goesOnAfterAListenerThatThrows() {
		this.scout.onChange(() -> {
			throw new IllegalStateException("thrown by hand");
		});
		this.scout.onChange(this.changes::incrementAndGet);
		this.scout.find().toCompletableFuture().join();
		Awaitility.await().until(() -> this.changes.get() == 1);
		this.finder.found = CompletableFuture.completedStage(OTHER);
		this.scout.lookSoon();
		Awaitility.await().until(() -> this.changes.get() == 2);
	}

	@Test
	void looksForAllWhereALookInPassingGetsNoAnswer() {
		this.finder.holds = new CompletableFuture<>();
		this.scout.find().toCompletableFuture().join();
		this.finder.found = CompletableFuture.completedStage(OTHER);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> OTHER.equals(this.scout.layout()));
	}

	@Test
	void needsNoThreadWhereNothingMoves() {
		Scout fixed = new Scout("here", new FixedFinder(ONE), Duration.ofSeconds(1), this.threads);
		fixed.lookSoon();
		assertThat(fixed.find().toCompletableFuture()).isCompletedWithValue(ONE);
		assertThat(this.threads.running()).isEmpty();
	}

	/** Finds what it is told to. */
	private static final class ByHand implements Finder {

		private final AtomicInteger looks = new AtomicInteger();

		private volatile CompletionStage<Layout> found = CompletableFuture.completedStage(ONE);

		private volatile CompletionStage<Boolean> holds = CompletableFuture.completedStage(true);

		@Override
		public CompletionStage<Layout> find() {
			this.looks.incrementAndGet();
			return this.found;
		}

		@Override
		public CompletionStage<Boolean> holds(Layout known) {
			this.looks.incrementAndGet();
			return this.holds;
		}

		@Override
		public Duration every() {
			return Duration.ofMillis(100);
		}

	}

}
