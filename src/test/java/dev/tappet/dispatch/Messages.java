package dev.tappet.dispatch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.tappet.definition.Ordering;
import dev.tappet.definition.RedisListDefinition;
import dev.tappet.definition.RedisPubSubDefinition;
import dev.tappet.definition.RedisStreamDefinition;
import dev.tappet.definition.RetryPolicy;
import dev.tappet.definition.SourceDefinition;
import dev.tappet.definition.TriggerDefinition;
import dev.tappet.source.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.json.JsonMapper;

/** Messages, definitions and binders for the tests of this package. */
final class Messages {

	static final byte[] NOT_UTF8 = { 'a', (byte) 0xff, (byte) 0xfe, 'b' };

	private static final PayloadBinders binders = new PayloadBinders(new JsonReaders(new JsonMapper()));

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
		return new RedisListDefinition(List.of("orders"), 10, Duration.ofSeconds(1), true,
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

	static Message.Entry entry(String... fields) {
		return rawEntry(Arrays.stream(fields).map(Messages::utf8).toArray(byte[][]::new));
	}

	static Message.Entry rawEntry(byte[]... fields) {
		return new Message.Entry(utf8("1658354934941-0"), fields);
	}

	static Message.Element element(String body) {
		return Message.Element.of("e-1", utf8(body));
	}

	static Message.Element element(byte[] body) {
		return Message.Element.of("e-1", body);
	}

	static Message.Published published(String body) {
		return new Message.Published("p", 1, "ord*", "orders", utf8(body));
	}

	static Object bind(ResolvableType type, SourceDefinition source, Message message) throws UnbindablePayload {
		return binders.binder(type, source).bind("orders", message);
	}

	static Object bind(Class<?> type, SourceDefinition source, Message message) throws UnbindablePayload {
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
