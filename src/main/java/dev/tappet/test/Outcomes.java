package dev.tappet.test;

import java.time.Duration;

import dev.tappet.dispatch.Judgement;
import dev.tappet.source.Verdict;

/**
 * Says in the words of a handler's author what a source would have been told.
 */
final class Outcomes {

	private Outcomes() {
	}

	static TriggerOutcome of(Judgement judgement) {
		return switch (judgement.verdict()) {
			case Verdict.Complete() -> new TriggerOutcome.Completed();
			case Verdict.RetryAfter(Duration delay) ->
				new TriggerOutcome.RetriedAfter(delay, judgement.ending(), judgement.thrown());
			case Verdict.Bury(String reason, int attempts) ->
				new TriggerOutcome.DeadLettered(reason, attempts, judgement.thrown());
			case Verdict.Release() -> throw new IllegalStateException("what was run is not handed back");
		};
	}

}
