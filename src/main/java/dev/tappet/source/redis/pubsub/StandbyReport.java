package dev.tappet.source.redis.pubsub;

import dev.tappet.source.SourceListener;
import org.jspecify.annotations.Nullable;

/**
 * Counts and shows how a trigger stands with {@code replicas: one}.
 *
 * @param condition shows whether this instance can take part
 * @param listener told what was carried out
 * @param drop counts a message for which the leader's buffer has no room
 * @param gap tells that messages were missed
 */
record StandbyReport(ChannelCondition condition, SourceListener listener, Runnable drop,
		Runnable gap) implements Standby.Listener {

	@Override
	public void led(@Nullable Throwable failure) {
		if (failure == null) {
			this.condition.works(ChannelCondition.Concern.LEAD);
		}
		else {
			this.condition.fails(ChannelCondition.Concern.LEAD, failure);
		}
	}

	@Override
	public void takenOver(int messages) {
		this.listener.takenOver(messages);
	}

	@Override
	public void lost(int messages) {
		this.listener.dropped(messages);
		this.gap.run();
	}

	@Override
	public void full() {
		this.drop.run();
	}

}
