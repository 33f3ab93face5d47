package dev.tappet.bench;

import java.time.Duration;

import dev.tappet.runtime.Trigger;

/**
 * A trigger of a running service. It is done when the server has confirmed every
 * acknowledgement.
 */
final class TappetTrigger implements Candidate {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Trigger trigger;

	private final Handled handled;

	private long before;

	TappetTrigger(MeasuredService service, String name, Handled handled) {
		this.trigger = service.trigger(name);
		this.handled = handled;
	}

	@Override
	public void prepare() {
		this.before = this.trigger.counts().completed();
	}

	@Override
	public long run(int messages) {
		this.handled.await(messages);
		return Handled.await(() -> this.trigger.counts().completed(), this.before + messages, PATIENCE);
	}

	@Override
	public long dropped() {
		return this.trigger.counts().dropped();
	}

}
