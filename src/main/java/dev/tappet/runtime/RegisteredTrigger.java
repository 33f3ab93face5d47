package dev.tappet.runtime;

import java.util.concurrent.CompletionStage;

import dev.tappet.definition.TriggerDefinition;
import dev.tappet.dispatch.Dispatcher;
import dev.tappet.source.Backlog;
import dev.tappet.source.Source;
import dev.tappet.source.SourceStatus;
import org.jspecify.annotations.Nullable;

/**
 * A trigger with its source and its dispatcher.
 *
 * @param definition what was configured
 * @param handler the handler's bean
 * @param source where its deliveries come from
 * @param dispatcher runs its handler
 * @param statistics counts what was carried out
 */
record RegisteredTrigger(TriggerDefinition definition, String handler, Source source, Dispatcher dispatcher,
		TriggerStatistics statistics) implements Trigger {

	@Override
	public TriggerState state() {
		if (!this.definition.enabled()) {
			return TriggerState.DISABLED;
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
	public @Nullable LastError lastError() {
		SourceStatus status = this.source.status();
		String reason = reason();
		if (reason != null) {
			return new LastError(status.since(), reason);
		}
		Dispatcher.Failure failure = this.dispatcher.lastFailure();
		return (failure != null) ? new LastError(failure.at(), failure.message()) : null;
	}

	@Override
	public CompletionStage<@Nullable Backlog> backlog() {
		return this.source.backlog();
	}

	@Override
	public CompletionStage<Long> deadLetters() {
		return this.source.deadLetters();
	}

}
