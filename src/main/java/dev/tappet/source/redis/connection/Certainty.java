package dev.tappet.source.redis.connection;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.tappet.source.redis.connection.ConnectionDefinition.Node;
import org.jspecify.annotations.Nullable;

/**
 * Until when the servers were certainly what they were before they changed. A change is
 * older than its discovery: a server may have taken writes as a primary since the last
 * time that it was seen as a replica.
 */
final class Certainty {

	/** What was seen longer ago says nothing about a change that is found now. */
	private static final long LATELY = Duration.ofMinutes(1).toNanos();

	private final Map<Node, Long> following = new HashMap<>();

	private @Nullable Layout last;

	private long confirmed;

	private long before;

	/**
	 * A layout was found, for the first time or still.
	 * @param layout the layout
	 * @param begun when the look for it began
	 * @param disputed whether other servers took writes as well
	 */
	synchronized void found(Layout layout, long begun, boolean disputed) {
		if (!layout.equals(this.last)) {
			this.before = (this.last != null) ? heldUntil(this.last, layout, begun) : begun;
			this.last = layout;
		}
		if (disputed) {
			return;
		}
		this.confirmed = begun;
		layout.primaries().forEach(this.following::remove);
		layout.parts().forEach((part) -> part.replicas().forEach((replica) -> this.following.put(replica, begun)));
	}

	private long heldUntil(Layout old, Layout layout, long begun) {
		long until = this.confirmed;
		for (Node primary : layout.primaries()) {
			Long followed = old.primaries().contains(primary) ? null : this.following.get(primary);
			if (followed != null && begun - followed < LATELY && followed - until < 0) {
				until = followed;
			}
		}
		return until;
	}

	/** When the look began that has found a layout last, another one or the same. */
	synchronized long confirmed() {
		return this.confirmed;
	}

	/** Until when the layout that was there before the last one certainly held. */
	synchronized long before() {
		return this.before;
	}

}
