package dev.tappet.dispatch;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.tappet.source.Delivery;
import dev.tappet.source.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one lane through the {@link AloneGate}. All but {@link #giveUp} is the
 * lane's own.
 */
final class Passage {

	private static final Logger logger = LoggerFactory.getLogger(Passage.class);

	private final AloneGate gate;

	private final String trigger;

	private final BooleanSupplier stopping;

	private boolean inside;

	private boolean alone;

	/**
	 * Makes the passage of a lane that is not inside.
	 * @param gate the gate
	 * @param trigger the trigger's name
	 * @param stopping whether nothing is to begin any more
	 */
	Passage(AloneGate gate, String trigger, BooleanSupplier stopping) {
		this.gate = gate;
		this.trigger = trigger;
		this.stopping = stopping;
	}

	/**
	 * Waits until a delivery may be handled.
	 * @return whether it may; otherwise it goes back
	 */
	boolean pass(Delivery delivery) {
		if (delivery.alone()) {
			leave();
			return enterAlone(delivery);
		}
		if (this.inside && this.gate.isClosed()) {
			leave();
		}
		if (!this.inside) {
			this.inside = this.gate.enter(this.stopping);
		}
		return this.inside;
	}

	private boolean enterAlone(Delivery delivery) {
		long since = System.nanoTime();
		if (this.gate.isBusy()) {
			logger.info("Trigger '{}': message {} waits for all other handlers to end; its workers died while they "
					+ "held it, so its last attempt runs alone", this.trigger, id(delivery));
		}
		this.alone = this.gate.enterAlone(this.stopping);
		if (this.alone && begins(delivery)) {
			logger.info("Trigger '{}': message {} runs alone, after a wait of {} ms", this.trigger, id(delivery),
					Duration.ofNanos(System.nanoTime() - since).toMillis());
		}
		return this.alone;
	}

	private boolean begins(Delivery delivery) {
		boolean begins = false;
		try {
			begins = delivery.beginAlone();
		}
		finally {
			if (!begins) {
				passed();
			}
		}
		return begins;
	}

	private static String id(Delivery delivery) {
		return Printable.of(delivery.message(0).id(), Printable.VALUE);
	}

	/** The delivery has been handled. */
	void passed() {
		if (this.alone) {
			this.alone = false;
			this.gate.leaveAlone();
		}
	}

	/** No delivery follows for now. */
	void leave() {
		if (this.inside) {
			this.inside = false;
			this.gate.leave();
		}
	}

	/**
	 * Gives up the lane's place while its handler goes on: what it does is not waited for
	 * any more. Called once, by whoever interrupted it.
	 */
	void giveUp(Delivery delivery) {
		if (delivery.alone()) {
			this.gate.leaveAlone();
		}
		else {
			this.gate.leave();
		}
	}

	/** The place was given up meanwhile. */
	void lost() {
		this.inside = false;
		this.alone = false;
	}

}
