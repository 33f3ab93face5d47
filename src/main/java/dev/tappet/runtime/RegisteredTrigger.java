package dev.tappet.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.tappet.dispatch.Dispatcher;
import dev.tappet.dispatch.Failure;
import dev.tappet.dispatch.Trial;
import dev.tappet.dispatch.TrialResult;
import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Finding;
import dev.tappet.source.Source;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.source.TrialMessage;
import dev.tappet.source.Wish;
import dev.tappet.source.WishStore;
import dev.tappet.source.WorkerLimit;
import dev.tappet.source.Workers;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A trigger, from the start of the service to its end. What it is made of lasts from one
 * start of the engine to its stop.
 */
final class RegisteredTrigger implements Trigger {

	/**
	 * What runs between a start and a stop.
	 *
	 * @param source where the deliveries come from
	 * @param dispatcher runs the handler
	 */
	record Run(Source source, Dispatcher dispatcher) {
	}

	private final TriggerDefinition definition;

	private final SourceType kind;

	private final Trial trial;

	private final Supplier<Run> runs;

	private final TriggerStatistics statistics;

	private final Wishing wishing;

	private final Wished wished;

	private volatile Run run;

	/**
	 * Makes a trigger that is ready for its first start.
	 * @param definition what was configured
	 * @param kind the kind of its source
	 * @param trial calls the handler outside of the source
	 * @param runs makes what runs, anew for each start
	 * @param statistics counts what was carried out
	 * @param wishing who keeps what operators wish
	 */
	RegisteredTrigger(TriggerDefinition definition, SourceType kind, Trial trial, Supplier<Run> runs,
			TriggerStatistics statistics, Wishing wishing) {
		this.definition = definition;
		this.kind = kind;
		this.trial = trial;
		this.runs = runs;
		this.statistics = statistics;
		this.wishing = wishing;
		this.wished = new Wished(definition.name(), this::source);
		this.run = runs.get();
	}

	/**
	 * Makes it ready for another start: a source that was closed cannot be used again.
	 */
	void renew() {
		boolean paused = source().isPaused();
		this.run = this.runs.get();
		if (paused) {
			source().pause();
		}
	}

	Source source() {
		return this.run.source();
	}

	Dispatcher dispatcher() {
		return this.run.dispatcher();
	}

	/** What operators wish of it, as far as that is known here. */
	Wished wished() {
		return this.wished;
	}

	/** Where that is kept. */
	WishStores wishes() {
		return new WishStores(this.kind, this.definition, this.wishing.shared());
	}

	/**
	 * How many messages were handed back unfinished, since the start of this instance.
	 */
	long handedBack() {
		return this.statistics.handedBack();
	}

	@Override
	public TriggerDefinition definition() {
		return this.definition;
	}

	@Override
	public String handler() {
		return this.trial.handler();
	}

	@Override
	public TriggerState state() {
		if (!this.definition.enabled()) {
			return TriggerState.DISABLED;
		}
		if (source().isPaused() && !this.wished.isHeld()) {
			return TriggerState.PAUSED;
		}
		return (source().status().up() && !this.wished.isHeld()) ? TriggerState.RUNNING : TriggerState.FAILING;
	}

	@Override
	public @Nullable String reason() {
		if (!this.definition.enabled()) {
			return null;
		}
		String trouble = trouble();
		String operator = this.wished.reason();
		if (trouble == null) {
			return operator;
		}
		// That a wish is not known yet is but another sign of the trouble.
		return (operator == null || this.wished.isHeld()) ? trouble : operator + "; " + trouble;
	}

	/** What is wrong with the source, which may be read all the same; or null. */
	private @Nullable String trouble() {
		SourceStatus status = source().status();
		// A source that was paused before it began has not tried to read.
		return (status.isStarting() && source().isPaused()) ? null : status.reason();
	}

	@Override
	public @Nullable Instant failingSince() {
		SourceStatus status = source().status();
		boolean fails = trouble() != null || this.wished.isHeld();
		return (this.definition.enabled() && fails && !status.up()) ? status.since() : null;
	}

	@Override
	public int concurrency() {
		return dispatcher().concurrency();
	}

	@Override
	public boolean takesAnything() {
		return this.definition.enabled() && source().givesAtOnce() && dispatcher().hasRoom();
	}

	@Override
	public Backlog share(Backlog all) {
		return source().share(all);
	}

	@Override
	public boolean countsBacklog() {
		return traits().backlog() && (this.definition.enabled() || source().countsUnread());
	}

	@Override
	public @Nullable Duration longestOverdue() {
		return dispatcher().longestOverdue();
	}

	@Override
	public int inFlight() {
		return dispatcher().inFlight();
	}

	@Override
	public int overdue() {
		return dispatcher().overdue();
	}

	@Override
	public boolean exhausted() {
		return dispatcher().exhausted();
	}

	@Override
	public boolean sourceUp() {
		return this.definition.enabled() && source().status().up();
	}

	@Override
	public TriggerCounts counts() {
		return this.statistics.counts();
	}

	@Override
	public @Nullable Failure lastError() {
		SourceStatus status = source().status();
		String trouble = this.definition.enabled() ? trouble() : null;
		if (trouble != null && !status.up()) {
			return new Failure(status.since(), trouble);
		}
		return dispatcher().lastFailure();
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		return source().backlog();
	}

	@Override
	public CompletionStage<@Nullable Duration> backlogAge() {
		return source().backlogAge();
	}

	@Override
	public CompletionStage<@Nullable Workers> workers() {
		return source().workers();
	}

	@Override
	public @Nullable WorkerLimit workerLimit() {
		return source().workerLimit();
	}

	@Override
	public DeadLetters deadLetters() {
		return source().deadLetters();
	}

	@Override
	public Traits traits() {
		return this.kind.traits();
	}

	@Override
	public String example() {
		return this.kind.example(this.definition);
	}

	@Override
	public List<Finding> check() {
		return this.kind.check(this.definition);
	}

	@Override
	public CompletionStage<KeptWish> wish(boolean paused, @Nullable String by) {
		String who = (by != null) ? by : "instance " + this.wishing.instance().value();
		WishStore store = wishes().find();
		if (store == null) {
			Wish wish = new Wish(paused, this.wishing.clock().instant(), who);
			this.wished.follow(wish);
			return CompletableFuture.completedStage(new KeptWish(wish, false));
		}
		return store.wish(this.definition.name(), paused, who).thenApply((wish) -> {
			this.wished.follow(wish);
			return new KeptWish(wish, true);
		});
	}

	@Override
	public TrialResult invoke(byte[] payload) throws InterruptedException {
		TrialMessage typed = new TrialMessage("invoke-" + UUID.randomUUID(), this.wishing.clock().instant(), payload);
		return this.trial.run(this.kind.trial(this.definition, typed));
	}

	@Override
	public void pause() {
		source().pause();
	}

	@Override
	public void resume() {
		source().resume();
	}

}
