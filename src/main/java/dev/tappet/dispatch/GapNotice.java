package dev.tappet.dispatch;

import java.time.Instant;
import java.util.Map;

import dev.tappet.handler.TriggerContext;
import dev.tappet.trigger.TriggerDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a trigger's handler that messages may have been missed.
 *
 * @param trigger the trigger
 * @param handler its handler
 * @param instanceId this instance
 */
public record GapNotice(TriggerDefinition trigger, BoundHandler handler, String instanceId) {

	private static final Logger logger = LoggerFactory.getLogger(GapNotice.class);

	/**
	 * What a handler sees of a gap.
	 */
	private record GapContext(String trigger, String type, String source, Instant timestamp,
			String instanceId) implements TriggerContext {

		@Override
		public String messageId() {
			return "";
		}

		@Override
		public int attempt() {
			return 1;
		}

		@Override
		public Map<String, String> headers() {
			return Map.of();
		}

		@Override
		public boolean replay() {
			return false;
		}

	}

	/**
	 * Tells it on a thread of its own; never throws.
	 * @param source where messages may have been missed
	 * @param since when it began
	 */
	public void tell(String source, Instant since) {
		TriggerContext context = new GapContext(this.trigger.name(), this.trigger.type(), source, since,
				this.instanceId);
		try {
			Thread.ofVirtual().name("tappet-gap-" + this.trigger.name()).start(() -> call(context));
		}
		catch (Throwable ex) {
			warn(ex);
		}
	}

	private void call(TriggerContext context) {
		try {
			LogContext.beginGap(context.trigger(), context.source());
			this.handler.gap(context);
		}
		catch (Throwable ex) {
			warn(ex);
		}
	}

	private void warn(Throwable thrown) {
		logger.warn("Trigger '{}': its handler did not take notice of a gap: {}", this.trigger.name(),
				Decision.describe(thrown));
	}

}
