package dev.tappet.runtime;

import dev.tappet.source.InstanceIdInUse;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says in words why an instance with the id of another does not start.
 */
class InstanceIdInUseFailureAnalyzer extends AbstractFailureAnalyzer<InstanceIdInUse> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InstanceIdInUse cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Give each instance its own 'tappet.instance-id', leave it out, or end the other process.", cause);
	}

}
