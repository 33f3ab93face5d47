package dev.tappet.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.tappet.source.redis.lease.RedisListDefinition;
import dev.tappet.source.redis.lease.RedisStreamDefinition;
import dev.tappet.source.redis.pubsub.RedisPubSubDefinition;
import dev.tappet.trigger.InstanceId;
import dev.tappet.trigger.Ordering;
import dev.tappet.trigger.RetryPolicy;
import dev.tappet.trigger.TriggerDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class DefinitionReaderTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "tappet:", "tappet:\n  triggers:\n", "tappet:\n  triggers: {}\n",
			"tappet:\n  triggers:\n  connections:\n  defaults:\n  handlers:\n    packages: [a.b, c.d]\n" })
	void takesAServiceWithoutTriggers(String yaml) {
		assertThat(Configured.by(yaml).sound().triggers()).isEmpty();
	}

	@Test
	void fillsInWhatAStreamTriggerDoesNotSay() {
		TriggerDefinition trigger = Configured.trigger("redis-stream:\n  key: orders").onlyTrigger();
		assertThat(trigger).isEqualTo(new TriggerDefinition("orders", null, "default", true, 16, Ordering.NONE,
				Duration.ofMinutes(5), 100, new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2),
				new RedisStreamDefinition(List.of("orders"), "orders", "0", 10, Duration.ofSeconds(1), false, null)));
	}

	@Test
	void takesTheHandlerOfAllTriggersWhereOneNamesNone() {
		assertThat(Configured.by("""
				tappet:
				  defaults:
				    handler: log
				  triggers:
				    orders:
				      redis-stream:
				        key: orders
				    mails:
				      handler: mailer
				      redis-list:
				        key: mails
				""").sound().triggers()).extracting(TriggerDefinition::handler).containsExactly("log", "mailer");
	}

	@Test
	void fillsInWhatAListTriggerDoesNotSay() {
		assertThat(Configured.trigger("redis-list:\n  key: orders").onlyTrigger().source())
			.isEqualTo(new RedisListDefinition(List.of("orders"), 10, Duration.ofSeconds(1), true,
					RedisListDefinition.Delivery.AT_LEAST_ONCE));
	}

	@Test
	void fillsInWhatAPubSubTriggerDoesNotSay() {
		assertThat(Configured.trigger("redis-pubsub:\n  channel: news").onlyTrigger().source())
			.isEqualTo(new RedisPubSubDefinition(RedisPubSubDefinition.Subscription.CHANNEL, "news",
					RedisPubSubDefinition.Replicas.ALL, 10_000, false));
	}

	@Test
	void readsEveryKey() {
		Definitions definitions = Configured.by("""
				tappet:
				  instance-id: worker-a
				  connections:
				    reporting:
				      host: redis.example
				  triggers:
				    s:
				      handler: orderCreated
				      connection: reporting
				      enabled: false
				      concurrency: 4
				      ordering: strict
				      timeout: 90s
				      messages-per-worker: 7
				      retry:
				        max-attempts: 3
				        initial-delay: 0
				        multiplier: 1.5
				        max-delay: PT2M
				        jitter: 0
				      redis-stream:
				        key: [a, b]
				        group: g
				        start-from: latest
				        count: 5
				        polling-interval: 250
				        delete-after-process: yes
				        payload-field: body
				    l:
				      redis-list:
				        key:
				          - a
				          - b,c
				        count: 3
				        polling-interval: 2s
				        pop-from-beginning: false
				        delivery: at-most-once
				    p:
				      redis-pubsub:
				        keyevent: expired
				        replicas: one
				        buffer: 9
				        configure-notifications: true
				""").sound();
		RetryPolicy defaultRetry = new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2);
		assertThat(definitions.instanceId()).isEqualTo(new InstanceId("worker-a"));
		assertThat(definitions.triggers()).containsExactly(
				new TriggerDefinition("s", "orderCreated", "reporting", false, 4, Ordering.STRICT,
						Duration.ofSeconds(90), 7, new RetryPolicy(3, Duration.ZERO, 1.5, Duration.ofMinutes(2), 0),
						new RedisStreamDefinition(List.of("a", "b"), "g", "$", 5, Duration.ofMillis(250), true,
								"body")),
				new TriggerDefinition("l", null, "default", true, 16, Ordering.NONE, Duration.ofMinutes(5), 100,
						defaultRetry,
						new RedisListDefinition(List.of("a", "b,c"), 3, Duration.ofSeconds(2), false,
								RedisListDefinition.Delivery.AT_MOST_ONCE)),
				new TriggerDefinition("p", null, "default", true, 16, Ordering.NONE, Duration.ofMinutes(5), 100,
						defaultRetry, new RedisPubSubDefinition(RedisPubSubDefinition.Subscription.KEYEVENT, "expired",
								RedisPubSubDefinition.Replicas.ONE, 9, true)));
	}

	@Test
	void appliesDefaultsToTriggersThatSetNothingOfTheirOwn() {
		Definitions definitions = Configured.by("""
				tappet:
				  defaults:
				    concurrency: 3
				    enabled: false
				    ordering: strict
				    timeout: 7s
				    messages-per-worker: 9
				    connection: other
				    retry:
				      max-attempts: 2
				      multiplier: 3
				  connections:
				    other:
				      host: h
				  triggers:
				    a:
				      redis-list: {key: a}
				    b:
				      concurrency: 4
				      retry:
				        max-attempts: 8
				      redis-list: {key: b}
				""").sound();
		TriggerDefinition a = definitions.triggers().get(0);
		TriggerDefinition b = definitions.triggers().get(1);
		assertThat(a.concurrency()).isEqualTo(3);
		assertThat(a.enabled()).isFalse();
		assertThat(a.ordering()).isEqualTo(Ordering.STRICT);
		assertThat(a.timeout()).isEqualTo(Duration.ofSeconds(7));
		assertThat(a.messagesPerWorker()).isEqualTo(9);
		assertThat(a.connection()).isEqualTo("other");
		assertThat(a.retry().maxAttempts()).isEqualTo(2);
		assertThat(b.concurrency()).isEqualTo(4);
		assertThat(b.retry()).isEqualTo(new RetryPolicy(8, Duration.ofSeconds(1), 3, Duration.ofMinutes(1), 0.2));
	}

	@Test
	void keepsTheOrderOfTheFile() {
		assertThat(Configured.by("""
				tappet.triggers:
				  z.redis-list.key: z
				  a.redis-list.key: a
				  m.redis-list.key: m
				""").arguments("--tappet.triggers.m.concurrency=1").sound().triggers())
			.extracting(TriggerDefinition::name)
			.containsExactly("z", "a", "m");
	}

	@ParameterizedTest
	@ValueSource(strings = { "messages-per-worker", "messagesPerWorker", "messages_per_worker", "MESSAGES_PER_WORKER" })
	void takesRelaxedNames(String key) {
		assertThat(Configured.trigger(key + ": 3").onlyTrigger().messagesPerWorker()).isEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource({ "at-least-once, AT_LEAST_ONCE", "AT_MOST_ONCE, AT_MOST_ONCE", "atMostOnce, AT_MOST_ONCE" })
	void takesRelaxedEnums(String text, RedisListDefinition.Delivery delivery) {
		assertThat(Configured.trigger("redis-list:\n  key: k\n  delivery: " + text).onlyTrigger().source())
			.isInstanceOfSatisfying(RedisListDefinition.class,
					(list) -> assertThat(list.delivery()).isEqualTo(delivery));
	}

	@ParameterizedTest
	@CsvSource({ "500ms, 500", "2s, 2000", "PT1M30S, 90000", "250, 250", "1d, 86400000" })
	void takesDurationsAsSpringBootDoes(String text, long millis) {
		assertThat(Configured.trigger("timeout: " + text).onlyTrigger().timeout()).hasMillis(millis);
	}

	@ParameterizedTest
	@CsvSource({ "beginning, 0", "BEGINNING, 0", "latest, $", "0, 0", "1658354934941, 1658354934941",
			"1658354934941-3, 1658354934941-3" })
	void takesPlacesInAStream(String text, String id) {
		assertThat(Configured.trigger("redis-stream:\n  key: k\n  start-from: " + text).onlyTrigger().source())
			.isInstanceOfSatisfying(RedisStreamDefinition.class,
					(stream) -> assertThat(stream.startFrom()).isEqualTo(id));
	}

	@ParameterizedTest
	@CsvSource({ "channel, news", "pattern, news.*", "keyspace, user:*", "keyevent, expired",
			"channel, __keyspace@0__:user", "pattern, __keyevent@*__:*" })
	void takesSubscriptions(String kind, String value) {
		assertThat(Configured.trigger("redis-pubsub:\n  " + kind + ": '" + value + "'").onlyTrigger().source())
			.isInstanceOfSatisfying(RedisPubSubDefinition.class, (source) -> {
				assertThat(source.subscription()).hasToString(kind.toUpperCase(Locale.ROOT));
				assertThat(source.value()).isEqualTo(value);
			});
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false" })
	void takesAShardedChannel(String text, boolean sharded) {
		assertThat(Configured.trigger("redis-pubsub:\n  channel: news\n  sharded: " + text).onlyTrigger().source())
			.isInstanceOfSatisfying(RedisPubSubDefinition.class,
					(source) -> assertThat(source.sharded()).isEqualTo(sharded));
	}

	@Test
	void takesAKeyWithACommaForOneKey() {
		assertThat(keys(Configured.trigger("redis-list:\n  key: a,b"))).containsExactly("a,b");
	}

	@Test
	void resolvesPlaceholders() {
		Configured configured = Configured.trigger("concurrency: ${WORKERS}\nredis-list:\n  key: ${REGION:eu}-orders")
			.variables(Map.of("WORKERS", "5"));
		assertThat(keys(configured)).containsExactly("eu-orders");
		assertThat(configured.onlyTrigger().concurrency()).isEqualTo(5);
	}

	@Test
	void takesAnEmptyValueForNone() {
		TriggerDefinition trigger = Configured.trigger("concurrency: ${WORKERS:}\ntimeout:\nhandler: ''\nretry:")
			.onlyTrigger();
		assertThat(trigger.concurrency()).isEqualTo(16);
		assertThat(trigger.timeout()).hasMinutes(5);
		assertThat(trigger.handler()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TAPPET_TRIGGERS_ORDERCREATED_MESSAGESPERWORKER",
			"TAPPET_TRIGGERS_ORDER_CREATED_MESSAGES_PER_WORKER", "TAPPET_TRIGGERS_ORDERCREATED_MESSAGES_PER_WORKER",
			"tappet_triggers_order_created_messagesperworker" })
	void letsAVariableOverrideTheFile(String variable) {
		Configured configured = Configured.by("""
				tappet:
				  triggers:
				    order-created:
				      messages-per-worker: 4
				      redis-list:
				        key: orders
				    order:
				      redis-list:
				        key: other
				""").variables(Map.of(variable, "8"));
		assertThat(configured.sound().triggers())
			.extracting(TriggerDefinition::name, TriggerDefinition::messagesPerWorker)
			.containsExactly(tuple("order-created", 8), tuple("order", 100));
	}

	@Test
	void letsVariablesMakeATrigger() {
		TriggerDefinition trigger = Configured.by("")
			.variables(Map.of("TAPPET_TRIGGERS_ORDER_CREATED_REDIS_LIST_KEY_0", "a",
					"TAPPET_TRIGGERS_ORDER_CREATED_REDIS_LIST_KEY_1", "b"))
			.onlyTrigger();
		assertThat(trigger.name()).isEqualTo("order-created");
		assertThat(trigger.source()).isInstanceOfSatisfying(RedisListDefinition.class,
				(list) -> assertThat(list.keys()).containsExactly("a", "b"));
	}

	@Test
	void letsVariablesFillABlockThatTheFileLeavesEmpty() {
		TriggerDefinition trigger = Configured
			.by("tappet:\n  triggers:\n    orders:\n      retry:\n      redis-list:\n")
			.variables(Map.of("TAPPET_TRIGGERS_ORDERS_REDIS_LIST_KEY", "a", "TAPPET_TRIGGERS_ORDERS_RETRY_MAX_ATTEMPTS",
					"2"))
			.onlyTrigger();
		assertThat(trigger.retry().maxAttempts()).isEqualTo(2);
		assertThat(trigger.source().reads()).containsExactly("a");
	}

	@Test
	void passesOverVariablesThatAreNotMeantForIt() {
		assertThat(Configured.trigger("")
			.variables(Map.of("TAPPET_HANDLERS", "/handlers", "TAPPET_SERVICE_HOST", "10.0.0.1", "TAPPET_PORT",
					"tcp://10.0.0.1:8080", "TAPPET_PORT_8080_TCP_ADDR", "10.0.0.1", "TAPPET_TRIGGERS_PORT",
					"tcp://10.0.0.1:80", "TAPPETS", "x", "TAPPET_INSTANCE_ID", "w"))
			.sound()
			.instanceId()).hasToString("w");
	}

	@Test
	void letsAnArgumentOverrideVariableAndFile() {
		TriggerDefinition trigger = Configured.by("""
				tappet.triggers.order-created:
				  concurrency: 1
				  redis-list:
				    key: [a, b, c]
				""")
			.variables(Map.of("TAPPET_TRIGGERS_ORDERCREATED_CONCURRENCY", "2"))
			.arguments("--tappet.triggers.orderCreated.concurrency=3", "--tappet.triggers.orderCreated.redisList.key=d")
			.onlyTrigger();
		assertThat(trigger.name()).isEqualTo("order-created");
		assertThat(trigger.concurrency()).isEqualTo(3);
		assertThat(trigger.source()).isInstanceOfSatisfying(RedisListDefinition.class,
				(list) -> assertThat(list.keys()).containsExactly("d"));
	}

	@Test
	void takesAListFromTheStrongestSourceAlone() {
		Configured configured = Configured.trigger("redis-list:\n  key: [a, b, c]")
			.source(new MapPropertySource("test", Map.of("tappet.triggers.orders.redis-list.key[0]", "z")));
		assertThat(keys(configured)).containsExactly("z");
	}

	@Test
	void raisesTheLongestDelayThatNobodyChose() {
		RetryPolicy retry = Configured.trigger("retry:\n  initial-delay: 2m").onlyTrigger().retry();
		assertThat(retry.maxDelay()).hasMinutes(2);
	}

	@Test
	void showsNoErrorsAndLooksForStallsUnlessToldOtherwise() {
		Definitions builtIn = Configured.by("tappet:").sound();
		assertThat(builtIn.showErrors()).isFalse();
		assertThat(builtIn.stalledAfter()).isEqualTo(Duration.ofMinutes(2));
		Definitions set = Configured.by("tappet:\n  show-errors: true\n  stalled-after: 30s").sound();
		assertThat(set.showErrors()).isTrue();
		assertThat(set.stalledAfter()).isEqualTo(Duration.ofSeconds(30));
		assertThat(builtIn.traceProperty()).isNull();
		assertThat(Configured.by("tappet.trace-property: trace").sound().traceProperty()).isEqualTo("trace");
		assertThat(Configured.by("tappet.show-errors: maybe").onlyProblem().problem())
			.isEqualTo("Neither true nor false.");
		assertThat(Configured.by("tappet.console.enabled: maybe").onlyProblem().problem())
			.isEqualTo("Neither true nor false.");
		assertThat(Configured.by("tappet.stalled-after: -1s").onlyProblem().problem()).isEqualTo("Out of range.");
	}

	@Test
	void sizesTheReadBufferByTheHeapUnlessToldOtherwise() {
		long heap = Runtime.getRuntime().maxMemory();
		assertThat(Configured.by("tappet.read-buffer:").sound().readBuffer().toBytes()).isEqualTo(heap / 4);
		assertThat(Configured.by("tappet.read-buffer: 16MB").sound().readBuffer()).isEqualTo(DataSize.ofMegabytes(16));
		assertThat(Configured.by("tappet.readBuffer: 1000").sound().readBuffer()).isEqualTo(DataSize.ofBytes(1000));
	}

	@Test
	void makesUpAnInstanceId() {
		Definitions one = Configured.by("").sound();
		Definitions other = Configured.by("tappet.instance-id: ${POD_NAME:}").sound();
		assertThat(one.instanceId().value()).matches("[\\w.-]+-[0-9a-f]{8}");
		assertThat(other.instanceId()).isNotEqualTo(one.instanceId());
	}

	private static List<String> keys(Configured configured) {
		return ((RedisListDefinition) configured.onlyTrigger().source()).keys();
	}

}
