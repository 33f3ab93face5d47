package dev.tappet.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Delivery;
import dev.tappet.source.Source;
import dev.tappet.source.SourceStatus;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A source without messages, which says whether it is paused.
 */
final class IdleSource implements Source {

	private volatile boolean paused;

	@Override
	public Flux<Delivery> deliveries() {
		return Flux.never();
	}

	@Override
	public void pause() {
		this.paused = true;
	}

	@Override
	public void resume() {
		this.paused = false;
	}

	@Override
	public boolean isPaused() {
		return this.paused;
	}

	@Override
	public SourceStatus status() {
		return SourceStatus.reading(Instant.EPOCH);
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		return CompletableFuture.completedStage(null);
	}

	@Override
	public DeadLetters deadLetters() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close(Duration patience) {
	}

}
