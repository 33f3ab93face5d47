package dev.tappet.source.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.RedisMessage;
import dev.tappet.handler.StreamEntry;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.support.RedisKind;
import dev.tappet.support.TappetService;
import dev.tappet.support.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that a handler may take, from every kind of source.
 */
class PayloadTypesIT {

	private static final String JSON = "{\"name\":\"a\",\"count\":3}";

	private static final Order ORDER = new Order("a", 3);

	private static final ResolvableType FIELDS = ResolvableType.forClassWithGenerics(Map.class, String.class,
			String.class);

	private final Map<String, Object> received = new ConcurrentHashMap<>();

	private final Map<String, ResolvableType> types = new LinkedHashMap<>();

	private TestRedis redis;

	record Order(String name, int count) {
	}

	@BeforeEach
	void useEmptyServer() {
		this.redis = RedisKind.EMBEDDED.empty();
		take("text", String.class);
		take("bytes", byte[].class);
		take("message", RedisMessage.class);
		take("order", Order.class);
	}

	private void take(String name, Class<?> type) {
		this.types.put(name, ResolvableType.forClass(type));
	}

	private void takeList(String name, Class<?> element) {
		this.types.put(name, ResolvableType.forClassWithGenerics(List.class, element));
	}

	/** Starts a trigger for each type, waits until it was called, and tells with what. */
	private Map<String, Object> received(Map<String, String> source, Runnable sending) {
		TappetService.Builder builder = TappetService.on(this.redis);
		this.types.forEach((name, type) -> {
			Map<String, String> settings = new LinkedHashMap<>();
			source.forEach((key, value) -> settings.put(key, value.replace("{name}", name)));
			TriggerHandler<Object> handler = (payload, context) -> this.received.put(name,
					(payload instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : payload);
			builder.trigger(name, settings).handler(name, type, handler);
		});
		try (TappetService service = builder.startAnyway()) {
			service.awaitRunning();
			sending.run();
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(this.received).containsOnlyKeys(this.types.keySet()));
			return this.received;
		}
	}

	@Test
	void comeFromAPayloadField() {
		take("entry", StreamEntry.class);
		this.types.put("fields", FIELDS);
		takeList("texts", String.class);
		takeList("orders", Order.class);
		// A group for each: every trigger gets the entry.
		String id = this.redis.commands().xadd("orders", "payload", JSON, "tenant", "b");
		Map<String, String> all = Map.of("payload", JSON, "tenant", "b");
		assertThat(received(Map.of("redis-stream.key", "orders", "redis-stream.payload-field", "payload"), () -> {
		})).containsEntry("text", JSON)
			.containsEntry("bytes", JSON)
			.containsEntry("order", ORDER)
			.containsEntry("texts", List.of(JSON))
			.containsEntry("orders", List.of(ORDER))
			.containsEntry("entry", new StreamEntry(id, all))
			.containsEntry("fields", all);
	}

	@Test
	void comeFromAWholeEntry() {
		take("entry", StreamEntry.class);
		this.types.put("fields", FIELDS);
		takeList("entries", StreamEntry.class);
		takeList("orders", Order.class);
		String id = this.redis.commands().xadd("orders", "name", "a", "count", "3");
		Map<String, String> all = Map.of("name", "a", "count", "3");
		String whole = "{\"Id\":\"" + id + "\",\"Values\":{\"name\":\"a\",\"count\":\"3\"}}";
		assertThat(received(Map.of("redis-stream.key", "orders"), () -> {
		})).containsEntry("text", whole)
			.containsEntry("bytes", whole)
			.containsEntry("message", new RedisMessage("orders", whole))
			.containsEntry("order", ORDER)
			.containsEntry("orders", List.of(ORDER))
			.containsEntry("entry", new StreamEntry(id, all))
			.containsEntry("entries", List.of(new StreamEntry(id, all)))
			.containsEntry("fields", all);
	}

	@Test
	void comeFromAList() {
		takeList("texts", String.class);
		takeList("messages", RedisMessage.class);
		takeList("orders", Order.class);
		assertThat(received(Map.of("redis-list.key", "list-{name}"),
				() -> this.types.keySet().forEach((name) -> this.redis.commands().rpush("list-" + name, JSON))))
			.containsEntry("text", JSON)
			.containsEntry("bytes", JSON)
			.containsEntry("message", new RedisMessage("list-message", JSON))
			.containsEntry("order", ORDER)
			.containsEntry("texts", List.of(JSON))
			.containsEntry("messages", List.of(new RedisMessage("list-messages", JSON)))
			.containsEntry("orders", List.of(ORDER));
	}

	@Test
	void comeFromAChannel() {
		take("published", ChannelMessage.class);
		assertThat(
				received(Map.of("redis-pubsub.pattern", "ord*"), () -> this.redis.commands().publish("orders", JSON)))
			.containsEntry("text", JSON)
			.containsEntry("bytes", JSON)
			.containsEntry("message", new RedisMessage("orders", JSON))
			.containsEntry("order", ORDER)
			.containsEntry("published", new ChannelMessage("ord*", "orders", JSON));
	}

}
