package dev.tappet.bench;

import dev.tappet.runtime.Trigger;

/**
 * A pub/sub trigger of a running service.
 */
final class TappetSubscriber implements Candidate {

	private final Trigger trigger;

	private final Handled handled;

	TappetSubscriber(MeasuredService service, String name, Handled handled) {
		this.trigger = service.trigger(name);
		this.handled = handled;
	}

	@Override
	public long run(int messages) {
		return Listening.await(this.handled, messages);
	}

	@Override
	public long dropped() {
		return this.trigger.counts().dropped();
	}

}
