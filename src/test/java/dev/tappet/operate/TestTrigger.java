package dev.tappet.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.tappet.dispatch.Failure;
import dev.tappet.dispatch.TrialResult;
import dev.tappet.runtime.KeptWish;
import dev.tappet.runtime.Trigger;
import dev.tappet.runtime.TriggerCounts;
import dev.tappet.runtime.TriggerState;
import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Edit;
import dev.tappet.source.Finding;
import dev.tappet.source.Traits;
import dev.tappet.source.Wish;
import dev.tappet.source.WorkerLimit;
import dev.tappet.source.Workers;
import dev.tappet.source.redis.RedisTypes;
import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.source.redis.lease.RedisStreamDefinition;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition.Replicas;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition.Subscription;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A trigger whose figures a test sets.
 */
class TestTrigger implements Trigger {

	private final TriggerDefinition definition;

	final AtomicInteger backlogQuestions = new AtomicInteger();

	TriggerState state = TriggerState.RUNNING;

	@Nullable String reason;

	int inFlight;

	int overdue;

	@Nullable Duration longestOverdue;

	@Nullable Instant failingSince;

	boolean takesAnything = true;

	UnaryOperator<Backlog> share = (all) -> all;

	/** Whether its backlog costs next to nothing where nobody reads. */
	boolean countsUnread;

	boolean exhausted;

	TriggerCounts counts = new TriggerCounts(0, 0, 0, 0, 0, 0);

	@Nullable Failure lastError;

	Supplier<CompletionStage<@Nullable Backlog>> backlog = () -> CompletableFuture.completedFuture(null);

	Supplier<CompletionStage<@Nullable Duration>> age = () -> CompletableFuture.completedFuture(null);

	Supplier<CompletionStage<@Nullable Workers>> workers = () -> CompletableFuture.completedFuture(null);

	@Nullable WorkerLimit limit;

	Supplier<CompletionStage<Long>> deadLetters = () -> CompletableFuture.completedFuture(0L);

	Function<Wish, CompletionStage<KeptWish>> wish = (wish) -> CompletableFuture
		.completedFuture(new KeptWish(wish, true));

	Function<byte[], TrialResult> trial = (payload) -> new TrialResult(TrialResult.Kind.SUCCESS, Duration.ofMillis(3),
			null, null, null);

	TestTrigger(TriggerDefinition definition) {
		this.definition = definition;
	}

	static TestTrigger stream(String name, String... keys) {
		return of(name, new RedisStreamDefinition(List.of(keys), name, "0", 10, Duration.ofSeconds(1), false, null));
	}

	static TestTrigger list(String name, String... keys) {
		return of(name, new RedisListDefinition(List.of(keys), 10, Duration.ofSeconds(1), true,
				RedisListDefinition.Delivery.AT_LEAST_ONCE));
	}

	static TestTrigger pubSub(String name, Subscription subscription, String value) {
		return of(name, new RedisPubSubDefinition(subscription, value, Replicas.ALL, 10, false));
	}

	static TestTrigger of(String name, SourceDefinition source) {
		return of(name, source, true, Ordering.NONE, TriggerDefinition.DEFAULT_CONNECTION);
	}

	static TestTrigger of(String name, SourceDefinition source, boolean enabled, Ordering ordering, String connection) {
		return new TestTrigger(
				new TriggerDefinition(name, null, connection, enabled, 2, ordering, Duration.ofMinutes(5), 100,
						new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2), source));
	}

	TestTrigger disabled() {
		TestTrigger disabled = of(this.definition.name(), this.definition.source(), false, this.definition.ordering(),
				this.definition.connection());
		disabled.state = TriggerState.DISABLED;
		return disabled;
	}

	/** One of a kind that counts for next to nothing. */
	TestTrigger counted() {
		this.countsUnread = true;
		return this;
	}

	TestTrigger strict() {
		return of(this.definition.name(), this.definition.source(), true, Ordering.STRICT,
				this.definition.connection());
	}

	TestTrigger on(String connection) {
		return of(this.definition.name(), this.definition.source(), true, this.definition.ordering(), connection);
	}

	TestTrigger failing(String reason) {
		this.state = TriggerState.FAILING;
		this.reason = reason;
		return this;
	}

	TestTrigger withBacklog(long waiting, long inFlight) {
		this.backlog = () -> CompletableFuture.completedFuture(new Backlog(waiting, inFlight));
		return this;
	}

	TestTrigger limitedTo(int workers) {
		this.limit = new WorkerLimit(workers, "there are %d partitions".formatted(workers));
		return this;
	}

	TestTrigger withoutAnswer() {
		this.age = CompletableFuture::new;
		this.workers = CompletableFuture::new;
		this.backlog = CompletableFuture::new;
		this.deadLetters = CompletableFuture::new;
		return this;
	}

	TestTrigger withUnreadableBacklog(String message) {
		this.backlog = () -> CompletableFuture.failedFuture(new IllegalStateException(message));
		return this;
	}

	@Override
	public TriggerDefinition definition() {
		return this.definition;
	}

	@Override
	public String handler() {
		return this.definition.name() + "Handler";
	}

	@Override
	public TriggerState state() {
		return this.state;
	}

	@Override
	public @Nullable String reason() {
		return this.reason;
	}

	@Override
	public @Nullable Instant failingSince() {
		return this.failingSince;
	}

	@Override
	public int concurrency() {
		return this.definition.concurrency();
	}

	@Override
	public boolean takesAnything() {
		return this.takesAnything;
	}

	@Override
	public Backlog share(Backlog all) {
		return this.share.apply(all);
	}

	@Override
	public boolean countsBacklog() {
		return traits().backlog() && (this.definition.enabled() || this.countsUnread);
	}

	@Override
	public @Nullable Duration longestOverdue() {
		return this.longestOverdue;
	}

	@Override
	public int inFlight() {
		return this.inFlight;
	}

	@Override
	public int overdue() {
		return this.overdue;
	}

	@Override
	public boolean exhausted() {
		return this.exhausted;
	}

	@Override
	public boolean sourceUp() {
		return this.state == TriggerState.RUNNING;
	}

	@Override
	public TriggerCounts counts() {
		return this.counts;
	}

	@Override
	public @Nullable Failure lastError() {
		return this.lastError;
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		this.backlogQuestions.incrementAndGet();
		return this.backlog.get();
	}

	@Override
	public CompletionStage<@Nullable Duration> backlogAge() {
		return this.age.get();
	}

	@Override
	public CompletionStage<@Nullable Workers> workers() {
		return this.workers.get();
	}

	@Override
	public @Nullable WorkerLimit workerLimit() {
		return this.limit;
	}

	@Override
	public DeadLetters deadLetters() {
		return new CountedDeadLetters(this.deadLetters);
	}

	@Override
	public Traits traits() {
		return RedisTypes.all().get(this.definition.type()).traits();
	}

	@Override
	public String example() {
		return "redis-cli SET a b # " + this.definition.connection();
	}

	@Override
	public List<Finding> check() {
		return List.of(new Finding.Fine("it is there"));
	}

	@Override
	public CompletionStage<KeptWish> wish(boolean paused, @Nullable String by) {
		return this.wish.apply(new Wish(paused, Instant.EPOCH, (by != null) ? by : "instance worker-a"));
	}

	@Override
	public TrialResult invoke(byte[] payload) throws InterruptedException {
		return this.trial.apply(payload);
	}

	@Override
	public void pause() {
		this.state = TriggerState.PAUSED;
	}

	@Override
	public void resume() {
		this.state = TriggerState.RUNNING;
	}

	/**
	 * Dead letters that can only be counted.
	 */
	private record CountedDeadLetters(Supplier<CompletionStage<Long>> number) implements DeadLetters {

		@Override
		public CompletionStage<Long> count() {
			return this.number.get();
		}

		@Override
		public CompletionStage<List<DeadLetter>> list(int most, @Nullable String before) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Integer> replay(Collection<String> ids) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Integer> replay(String id, Edit edit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Integer> delete(Collection<String> ids) {
			throw new UnsupportedOperationException();
		}

	}

}
