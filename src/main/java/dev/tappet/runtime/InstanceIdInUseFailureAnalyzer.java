package dev.tappet.runtime;

import dev.tappet.source.InstanceIdInUseException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says in words why an instance with the id of another does not start.
 */
class InstanceIdInUseFailureAnalyzer extends AbstractFailureAnalyzer<InstanceIdInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InstanceIdInUseException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Give each instance its own 'tappet.instance-id', leave it out, or end the other process.", cause);
	}

}
