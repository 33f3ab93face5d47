package dev.tappet.dispatch;

import io.micrometer.context.ContextSnapshotFactory;
import reactor.util.context.Context;

/**
 * What a reactive handler's operators find of the thread that called it: the trace, and
 * what the log says.
 */
final class Propagation {

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private Propagation() {
	}

	/** The thread's locals that somebody has registered, as a context of Reactor. */
	static Context capture() {
		return SNAPSHOTS.captureAll().updateContext(Context.empty());
	}

}
