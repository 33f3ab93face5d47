package dev.tappet.runtime;

import java.util.concurrent.CompletionStage;

import dev.tappet.dispatch.Dispatcher;
import dev.tappet.dispatch.Failure;
import dev.tappet.source.Backlog;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Source;
import dev.tappet.source.SourceStatus;
import dev.tappet.source.SourceType;
import dev.tappet.source.Traits;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A trigger with its source and its dispatcher.
 *
 * @param definition what was configured
 * @param kind the kind of its source
 * @param handler the handler's bean
 * @param source where its deliveries come from
 * @param dispatcher runs its handler
 * @param statistics counts what was carried out
 */
record RegisteredTrigger(TriggerDefinition definition, SourceType kind, String handler, Source source,
		Dispatcher dispatcher, TriggerStatistics statistics) implements Trigger {

	@Override
	public TriggerState state() {
		if (!this.definition.enabled()) {
			return TriggerState.DISABLED;
		}
		if (this.source.isPaused()) {
			return TriggerState.PAUSED;
		}
		return this.source.status().up() ? TriggerState.RUNNING : TriggerState.FAILING;
	}

	@Override
	public @Nullable String reason() {
		return this.definition.enabled() ? this.source.status().reason() : null;
	}

	@Override
	public int inFlight() {
		return this.dispatcher.inFlight();
	}

	@Override
	public int overdue() {
		return this.dispatcher.overdue();
	}

	@Override
	public boolean exhausted() {
		return this.dispatcher.exhausted();
	}

	@Override
	public boolean sourceUp() {
		return this.definition.enabled() && this.source.status().up();
	}

	@Override
	public TriggerCounts counts() {
		return this.statistics.counts();
	}

	@Override
	public @Nullable Failure lastError() {
		SourceStatus status = this.source.status();
		String reason = reason();
		if (reason != null) {
			return new Failure(status.since(), reason);
		}
		return this.dispatcher.lastFailure();
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		return this.source.backlog();
	}

	@Override
	public DeadLetters deadLetters() {
		return this.source.deadLetters();
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
	public void pause() {
		this.source.pause();
	}

	@Override
	public void resume() {
		this.source.resume();
	}

}
