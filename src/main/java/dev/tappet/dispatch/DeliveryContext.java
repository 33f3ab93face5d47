package dev.tappet.dispatch;

import java.time.Instant;
import java.util.Map;

import dev.tappet.dispatch.payload.Payload;
import dev.tappet.handler.TriggerContext;
import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What a handler sees of a delivery. A batch shows its first message.
 */
final class DeliveryContext implements TriggerContext {

	private final TriggerDefinition trigger;

	private final Payload payload;

	private final String instanceId;

	private final Delivery delivery;

	private final Message message;

	private volatile @Nullable Map<String, String> headers;

	DeliveryContext(TriggerDefinition trigger, Payload payload, String instanceId, Delivery delivery) {
		this.trigger = trigger;
		this.payload = payload;
		this.instanceId = instanceId;
		this.delivery = delivery;
		this.message = delivery.message(0);
	}

	@Override
	public String trigger() {
		return this.trigger.name();
	}

	@Override
	public String type() {
		return this.trigger.type();
	}

	@Override
	public String source() {
		return this.delivery.source();
	}

	@Override
	public String messageId() {
		return this.message.id();
	}

	@Override
	public int attempt() {
		return this.delivery.attempt();
	}

	@Override
	public @Nullable Instant timestamp() {
		return this.message.timestamp();
	}

	@Override
	public Map<String, String> headers() {
		// Most handlers never ask, so nothing is decoded before one does.
		Map<String, String> known = this.headers;
		if (known == null) {
			known = this.payload.headers(this.message);
			this.headers = known;
		}
		return known;
	}

	@Override
	public String instanceId() {
		return this.instanceId;
	}

	@Override
	public boolean replay() {
		return this.delivery.replay();
	}

}
