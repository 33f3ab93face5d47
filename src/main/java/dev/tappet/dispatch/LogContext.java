package dev.tappet.dispatch;

import dev.tappet.source.Delivery;
import dev.tappet.source.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Says in the context of the log which delivery a lane is at, for whatever is logged on
 * its thread. Most handlers log nothing, so with Logback it is said when something is
 * about to be logged, and with other systems for each delivery. What the handler left
 * there is not for the next delivery.
 */
final class LogContext {

	/** The trigger's name. */
	static final String TRIGGER = "tappet.trigger";

	/** The id of the message, of a batch that of the first. */
	static final String MESSAGE = "tappet.message";

	/** Which attempt it is. */
	static final String ATTEMPT = "tappet.attempt";

	/** The stream, list, channel, topic or queue. */
	static final String SOURCE = "tappet.source";

	private static final boolean LOGBACK = LoggerFactory.getILoggerFactory()
		.getClass()
		.getName()
		.startsWith("ch.qos.logback.");

	private static final ThreadLocal<LogContext> CURRENT = new ThreadLocal<>();

	private final String trigger;

	/** What is to be said of, or null where it has been. */
	private @Nullable Delivery unsaid;

	/** Mostly the same from one delivery to the next. */
	private @Nullable String source;

	private String shownSource = "";

	LogContext(String trigger) {
		this.trigger = trigger;
	}

	/** Sees that what is logged on lanes is noticed before; never throws. */
	static void watch() {
		if (LOGBACK) {
			LogNotice.install();
		}
	}

	/** The thread that calls this is the lane's. */
	void enter() {
		CURRENT.set(this);
	}

	/** The lane ends. */
	void leave() {
		this.unsaid = null;
		CURRENT.remove();
	}

	/** Begins with a delivery; never throws. */
	void begin(Delivery delivery) {
		this.unsaid = delivery;
		try {
			MDC.clear();
			if (!LOGBACK) {
				say();
			}
		}
		catch (Throwable ex) {
			// For want of memory, say: the delivery is handled all the same.
		}
	}

	/** Something may be logged on this thread now; never throws. */
	static void say() {
		LogContext current = CURRENT.get();
		Delivery delivery = (current != null) ? current.unsaid : null;
		if (current != null && delivery != null) {
			current.unsaid = null;
			current.say(delivery);
		}
	}

	private void say(Delivery delivery) {
		try {
			MDC.put(TRIGGER, this.trigger);
			MDC.put(MESSAGE, Printable.of(delivery.message(0).id(), Printable.VALUE));
			MDC.put(ATTEMPT, Integer.toString(delivery.attempt()));
			MDC.put(SOURCE, shown(delivery.source()));
		}
		catch (Throwable ex) {
			// For want of memory, say: the delivery is handled all the same.
		}
	}

	/** Both may be named by whoever writes to the source. */
	private String shown(String name) {
		if (!name.equals(this.source)) {
			this.shownSource = Printable.of(name, Printable.VALUE);
			this.source = name;
		}
		return this.shownSource;
	}

	/** Says what a thread does that serves many triggers; it calls {@link #end()}. */
	static void begin(String trigger, Delivery delivery) {
		new LogContext(trigger).say(delivery);
	}

	/** Says on a thread of its own where messages may have been missed. */
	static void beginGap(String trigger, String source) {
		MDC.put(TRIGGER, trigger);
		MDC.put(SOURCE, Printable.of(source, Printable.VALUE));
	}

	/** Says nothing any more. */
	static void end() {
		MDC.clear();
	}

}
