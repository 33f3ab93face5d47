package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The token that a Redis is signed in to with, from the first connection on: it is
 * renewed before it ends, and all connections that are open then are signed in anew.
 */
final class Tokens implements RedisCredentialsProvider, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Tokens.class);

	/**
	 * A token while it is valid.
	 *
	 * @param credentials what is sent to the server
	 * @param end when it ends, by nanoTime
	 */
	private record Held(RedisCredentials credentials, long end) {

		boolean isValid() {
			return this.end - System.nanoTime() > 0;
		}

	}

	private final String name;

	private final Callable<Token> service;

	private final Supplier<@Nullable String> username;

	private final Sinks.Many<RedisCredentials> renewed = Sinks.many().replay().latest();

	private final Disposable.Swap timer = Disposables.swap();

	private volatile @Nullable Held held;

	private @Nullable CompletableFuture<RedisCredentials> request;

	private @Nullable RuntimeException failure;

	private int failures;

	private long notBefore;

	private boolean closed;

	/**
	 * Asks for none yet.
	 * @param name whose tokens they are, for the log
	 * @param service brings one; it may take its time
	 * @param username as who to sign in, or {@code null} for whom the token names
	 */
	Tokens(String name, Callable<Token> service, Supplier<@Nullable String> username) {
		this.name = name;
		this.service = service;
		this.username = username;
	}

	/** Waits until there is a token, but not for long. */
	CompletionStage<RedisCredentials> ready(Duration patience) {
		return Replies.ask(this::current)
			.toCompletableFuture()
			.copy()
			.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionallyCompose((ex) -> CompletableFuture.failedStage((ex instanceof TimeoutException)
					? new TokenException("the token service takes longer than %d ms".formatted(patience.toMillis()))
					: Failures.unwrap(ex)));
	}

	/** As whom the server knows us, or {@code null} before there is a token. */
	@Nullable String user() {
		Held now = this.held;
		return (now != null) ? now.credentials().getUsername() : null;
	}

	private synchronized CompletionStage<RedisCredentials> current() {
		Held now = this.held;
		if (now != null && now.isValid()) {
			return CompletableFuture.completedStage(now.credentials());
		}
		CompletableFuture<RedisCredentials> running = this.request;
		if (running != null) {
			return running;
		}
		if (this.failure != null && System.nanoTime() - this.notBefore < 0) {
			return CompletableFuture.failedStage(this.failure);
		}
		return ask();
	}

	private synchronized CompletableFuture<RedisCredentials> ask() {
		CompletableFuture<RedisCredentials> asked = this.request;
		if (asked == null) {
			asked = new CompletableFuture<>();
			this.request = asked;
			CompletableFuture<RedisCredentials> mine = asked;
			try {
				Schedulers.boundedElastic().schedule(() -> fetch(mine));
			}
			catch (RuntimeException ex) {
				mine.completeExceptionally(failed(ex));
			}
		}
		return asked;
	}

	private void fetch(CompletableFuture<RedisCredentials> asked) {
		try {
			Token token = this.service.call();
			RedisCredentials credentials = credentials(token);
			took(new Held(credentials, System.nanoTime() + token.lifetime().toNanos()), Renewal.of(token.lifetime()));
			asked.complete(credentials);
			this.renewed.tryEmitNext(credentials);
		}
		catch (Throwable ex) {
			asked.completeExceptionally(failed(ex));
		}
	}

	private RedisCredentials credentials(Token token) {
		String named = this.username.get();
		String user = (named != null) ? named : token.owner();
		if (user == null) {
			throw new TokenException("the token does not say whose it is; set the username to its object id");
		}
		return RedisCredentials.just(user, token.value().value());
	}

	private synchronized void took(Held token, Duration next) {
		if (this.failure != null && this.held != null) {
			logger.info("There is a new token for {} again", this.name);
		}
		this.held = token;
		this.request = null;
		this.failure = null;
		this.failures = 0;
		later(next);
	}

	/** Remembers why there is none, for whoever asks before it is tried again. */
	private synchronized RuntimeException failed(Throwable cause) {
		RuntimeException known = (cause instanceof TokenException told) ? told
				: new TokenException("no token can be asked for, " + cause.getClass().getSimpleName());
		if (!(cause instanceof TokenException)) {
			logger.debug("No token can be asked for", cause);
		}
		Held last = this.held;
		if (last != null && this.failure == null) {
			logger.warn("There is no new token for {}, which is tried again; the last one is valid for {} s more: {}",
					this.name, Math.max(0, TimeUnit.NANOSECONDS.toSeconds(last.end() - System.nanoTime())),
					known.getMessage());
		}
		this.request = null;
		this.failure = known;
		this.failures++;
		Duration wait = Renewal.afterFailures(this.failures);
		this.notBefore = System.nanoTime() + wait.toNanos();
		if (last != null) {
			later(wait);
		}
		return known;
	}

	private void later(Duration wait) {
		if (!this.closed) {
			this.timer.update(Schedulers.boundedElastic().schedule(this::ask, wait.toNanos(), TimeUnit.NANOSECONDS));
		}
	}

	@Override
	public Mono<RedisCredentials> resolveCredentials() {
		return Mono.defer(() -> Mono.fromCompletionStage(current()));
	}

	@Override
	public boolean supportsStreaming() {
		return true;
	}

	/** The latest first: it may be newer than what a connection was made with. */
	@Override
	public Flux<RedisCredentials> credentials() {
		return this.renewed.asFlux();
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.timer.dispose();
	}

}
