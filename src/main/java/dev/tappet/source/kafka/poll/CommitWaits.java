package dev.tappet.source.kafka.poll;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Who waits until what was noted of a partition is committed. It belongs to the thread
 * that polls.
 */
final class CommitWaits {

	private record Wait(Partition partition, CompletableFuture<Boolean> done) {
	}

	private List<Wait> waiting = new ArrayList<>();

	void add(Partition partition, CompletableFuture<Boolean> done) {
		this.waiting.add(new Wait(partition, done));
	}

	/** What the commit that is made now tells of. */
	List<CompletableFuture<Boolean>> take() {
		if (this.waiting.isEmpty()) {
			return List.of();
		}
		List<CompletableFuture<Boolean>> taken = new ArrayList<>();
		List<Wait> kept = new ArrayList<>();
		for (Wait wait : this.waiting) {
			if (wait.partition().gone()) {
				wait.done().complete(false);
			}
			else {
				taken.add(wait.done());
			}
		}
		this.waiting = kept;
		return taken;
	}

	/** Nothing is committed any more. */
	void refuse() {
		this.waiting.forEach((wait) -> wait.done().complete(false));
		this.waiting = new ArrayList<>();
	}

}
