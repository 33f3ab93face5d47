package dev.tappet.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.tappet.dispatch.Dispatcher;
import dev.tappet.dispatch.Failure;
import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Finding;
import dev.tappet.source.Source;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.source.WorkerLimit;
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

	private final String handler;

	private final Supplier<Run> runs;

	private final TriggerStatistics statistics;

	private volatile Run run;

	/**
	 * Makes a trigger that is ready for its first start.
	 * @param definition what was configured
	 * @param kind the kind of its source
	 * @param handler the handler's bean
	 * @param runs makes what runs, anew for each start
	 * @param statistics counts what was carried out
	 */
	RegisteredTrigger(TriggerDefinition definition, SourceType kind, String handler, Supplier<Run> runs,
			TriggerStatistics statistics) {
		this.definition = definition;
		this.kind = kind;
		this.handler = handler;
		this.runs = runs;
		this.statistics = statistics;
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
		return this.handler;
	}

	@Override
	public TriggerState state() {
		if (!this.definition.enabled()) {
			return TriggerState.DISABLED;
		}
		if (source().isPaused()) {
			return TriggerState.PAUSED;
		}
		return source().status().up() ? TriggerState.RUNNING : TriggerState.FAILING;
	}

	@Override
	public @Nullable String reason() {
		return this.definition.enabled() ? source().status().reason() : null;
	}

	@Override
	public @Nullable Instant failingSince() {
		SourceStatus status = source().status();
		return (this.definition.enabled() && status.reason() != null && !status.up()) ? status.since() : null;
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
		String reason = reason();
		if (reason != null) {
			return new Failure(status.since(), reason);
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
	public void pause() {
		source().pause();
	}

	@Override
	public void resume() {
		source().resume();
	}

}
