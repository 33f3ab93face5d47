package dev.tappet.dispatch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.tappet.dispatch.payload.Payload;
import dev.tappet.dispatch.payload.PayloadBinders;
import dev.tappet.source.Delivery;
import dev.tappet.source.Message;
import dev.tappet.source.SourceTypes;
import dev.tappet.source.UnbindablePayloadException;
import dev.tappet.source.redis.RedisTypes;
import dev.tappet.source.redis.lease.Entry;
import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.source.redis.lease.RedisStreamDefinition;
import dev.tappet.source.redis.pubsub.Published;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.SourceDefinition;
import dev.tappet.trigger.TriggerDefinition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

/** Messages, definitions and binders for the tests of this package. */
final class Messages {

	static final byte[] NOT_UTF8 = { 'a', (byte) 0xff, (byte) 0xfe, 'b' };

	static final SourceTypes KINDS = RedisTypes.all();

	private static final PayloadBinders binders = new PayloadBinders(new JsonMapper(), KINDS);

	private Messages() {
	}

	static SourceDefinition stream(@Nullable String payloadField) {
		return new RedisStreamDefinition(List.of("orders"), "group", "0", 10, Duration.ofSeconds(1), false,
				payloadField);
	}

	static SourceDefinition stream() {
		return stream(null);
	}

	static SourceDefinition list() {
		return list(10);
	}

	static SourceDefinition list(int count) {
		return new RedisListDefinition(List.of("orders"), count, Duration.ofSeconds(1), true,
				RedisListDefinition.Delivery.AT_LEAST_ONCE);
	}

	static SourceDefinition pubSub() {
		return new RedisPubSubDefinition(RedisPubSubDefinition.Subscription.PATTERN, "ord*",
				RedisPubSubDefinition.Replicas.ALL, 100, false);
	}

	static TriggerDefinition trigger(String name, @Nullable String handler, SourceDefinition source) {
		return new TriggerDefinition(name, handler, "default", true, 16, Ordering.NONE, Duration.ofMinutes(5), 100,
				new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2), source);
	}

	static Entry entry(String... fields) {
		return rawEntry(Arrays.stream(fields).map(Messages::utf8).toArray(byte[][]::new));
	}

	static Entry rawEntry(byte[]... fields) {
		return new Entry(utf8("1658354934941-0"), fields);
	}

	static Message element(String body) {
		return element(utf8(body));
	}

	static Message element(byte[] body) {
		return new Plain("e-1", body);
	}

	/**
	 * A message that is nothing but a body.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Plain(String id, byte[] body) implements Message.Body {
	}

	static Published published(String body) {
		return new Published("p", 1, "ord*", "orders", utf8(body));
	}

	static DeliveryContext context(TriggerDefinition trigger, Delivery delivery) {
		return new DeliveryContext(trigger, new Payload(trigger.source().payloadField()), "worker-a", delivery);
	}

	static Object bind(ResolvableType type, SourceDefinition source, Message message)
			throws UnbindablePayloadException {
		return binders.binder(type, source).bind("orders", message);
	}

	static Object bind(Class<?> type, SourceDefinition source, Message message) throws UnbindablePayloadException {
		return bind(ResolvableType.forClass(type), source, message);
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] join(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	static String huge() {
		return "x".repeat(8 * 1024 * 1024);
	}

}
