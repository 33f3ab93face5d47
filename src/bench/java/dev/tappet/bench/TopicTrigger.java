package dev.tappet.bench;

import dev.tappet.runtime.Trigger;

/**
 * A trigger on a topic, which is paused while it is not measured.
 */
final class TopicTrigger implements Candidate {

	private final Trigger trigger;

	private final TappetTrigger running;

	TopicTrigger(MeasuredService service, String name, Handled handled) {
		this.trigger = service.trigger(name);
		this.running = new TappetTrigger(service, name, handled);
		rest();
	}

	@Override
	public void prepare() {
		this.running.prepare();
	}

	@Override
	public long run(int messages) {
		this.trigger.resume();
		return this.running.run(messages);
	}

	@Override
	public void rest() {
		this.trigger.pause();
	}

}
