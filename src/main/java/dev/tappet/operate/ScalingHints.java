package dev.tappet.operate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * What an autoscaler is told of all triggers that have a backlog.
 *
 * @param triggers the hint of each
 * @param desiredWorkers the largest number of workers that one of them asks for;
 * {@code null} where a backlog is unknown, since that one may be the largest, or where
 * there is no backlog at all
 */
@JsonInclude(Include.ALWAYS)
record ScalingHints(List<ScalingHint> triggers, @Nullable Long desiredWorkers) {

	static ScalingHints of(List<ScalingHint> hints) {
		return new ScalingHints(hints, largest(hints));
	}

	private static @Nullable Long largest(List<ScalingHint> hints) {
		Long largest = null;
		for (ScalingHint hint : hints) {
			switch (hint) {
				case ScalingHint.Read read -> largest = (largest != null) ? Math.max(largest, read.desiredWorkers())
						: Long.valueOf(read.desiredWorkers());
				case ScalingHint.Unreadable unreadable -> {
					return null;
				}
				case ScalingHint.None none -> {
				}
			}
		}
		return largest;
	}

	boolean isComplete() {
		return this.triggers.stream().noneMatch(ScalingHint.Unreadable.class::isInstance);
	}

}
