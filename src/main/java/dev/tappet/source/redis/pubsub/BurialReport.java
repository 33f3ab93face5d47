package dev.tappet.source.redis.pubsub;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.tappet.source.SourceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and tells what becomes of the dead letters of a trigger.
 */
final class BurialReport implements Burial.Listener {

	private static final Logger logger = LoggerFactory.getLogger(BurialReport.class);

	private final String trigger;

	private final int bound;

	private final ChannelCondition condition;

	private final SourceListener listener;

	private final AtomicBoolean told = new AtomicBoolean();

	BurialReport(String trigger, int bound, ChannelCondition condition, SourceListener listener) {
		this.trigger = trigger;
		this.bound = bound;
		this.condition = condition;
		this.listener = listener;
	}

	@Override
	public void written() {
		this.listener.deadLettered(1);
	}

	@Override
	public void dropped() {
		this.listener.dropped(1);
		if (this.told.compareAndSet(false, true)) {
			logger.warn("Trigger '{}' drops dead letters: {} that cannot be written are waiting already", this.trigger,
					this.bound);
		}
	}

	@Override
	public void fails(Throwable cause) {
		this.condition.fails(ChannelCondition.Concern.DEAD_LETTERS, cause);
	}

	@Override
	public void works() {
		this.told.set(false);
		this.condition.works(ChannelCondition.Concern.DEAD_LETTERS);
	}

}
