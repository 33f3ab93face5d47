package dev.tappet.test;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import dev.tappet.handler.BatchFailure;
import dev.tappet.handler.ChannelMessage;
import dev.tappet.handler.KafkaEvent;
import dev.tappet.handler.QueueMessage;
import dev.tappet.handler.ReactiveTriggerHandler;
import dev.tappet.handler.RejectMessage;
import dev.tappet.handler.StreamEntry;
import dev.tappet.handler.TriggerContext;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.test.TriggerOutcome.Completed;
import dev.tappet.test.TriggerOutcome.DeadLettered;
import dev.tappet.test.TriggerOutcome.RetriedAfter;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TriggerTesterTests {

	private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

	private final List<Object> given = new ArrayList<>();

	private final List<TriggerContext> contexts = new ArrayList<>();

	/** A payload that is read from JSON. */
	record Order(String number, BigDecimal total) {
	}

	/** A handler as a user writes one. */
	final class OrderCreated implements TriggerHandler<Order> {

		@Override
		public void handle(Order order, TriggerContext context) {
			keep(order, context);
			if (order.total().signum() < 0) {
				throw new RejectMessage("an order cannot cost less than nothing");
			}
			if (order.total().signum() == 0) {
				throw new IllegalStateException("the shop is closed");
			}
		}

	}

	private void keep(Object payload, TriggerContext context) {
		this.given.add(payload);
		this.contexts.add(context);
	}

	@Test
	void bindsTheFieldsOfAnEntryAndTellsThatItIsDone() {
		TriggerTester tester = TriggerTester.of(new OrderCreated())
			.named("order-created")
			.onStream("orders")
			.clock(Clock.fixed(NOW, ZoneOffset.UTC));
		assertThat(tester.run(Map.of("number", "1001", "total", "19.90"))).isEqualTo(new Completed());
		assertThat(this.given).containsExactly(new Order("1001", new BigDecimal("19.90")));
		assertThat(this.contexts.getFirst()).satisfies((context) -> {
			assertThat(context.trigger()).isEqualTo("order-created");
			assertThat(context.type()).isEqualTo("redis-stream");
			assertThat(context.source()).isEqualTo("orders");
			assertThat(context.attempt()).isEqualTo(1);
			assertThat(context.timestamp()).isEqualTo(NOW);
			assertThat(context.replay()).isFalse();
		});
	}

	@Test
	void writesAnyOtherPayloadAsJson() {
		Order order = new Order("1", BigDecimal.ONE);
		assertThat(TriggerTester.of(new OrderCreated()).run(order)).isEqualTo(new Completed());
		assertThat(TriggerTester.of(new OrderCreated()).onList("orders").run(order)).isEqualTo(new Completed());
		assertThat(this.given).containsExactly(order, order);
	}

	@Test
	void tellsWhenAFailedMessageIsTriedAgain() {
		TriggerTester tester = TriggerTester.of(new OrderCreated()).with("retry.initial-delay", "2s");
		Map<String, String> order = Map.of("number", "1", "total", "0");
		assertThat(tester.run(order)).isInstanceOfSatisfying(RetriedAfter.class, (retried) -> {
			assertThat(retried.delay()).isEqualTo(Duration.ofSeconds(2));
			assertThat(retried.reason()).isEqualTo("java.lang.IllegalStateException: the shop is closed");
			assertThat(retried.thrown()).isInstanceOf(IllegalStateException.class);
		});
		assertThat(tester.attempt(3).run(order)).isInstanceOfSatisfying(RetriedAfter.class,
				(retried) -> assertThat(retried.delay()).isEqualTo(Duration.ofSeconds(8)));
		assertThat(this.contexts.getLast().attempt()).isEqualTo(3);
	}

	@Test
	void tellsWhatGoesToTheDeadLettersAndWhy() {
		TriggerTester tester = TriggerTester.of(new OrderCreated()).with("retry.max-attempts", 2);
		assertThat(tester.attempt(2).run(Map.of("number", "1", "total", "0"))).isInstanceOfSatisfying(
				DeadLettered.class,
				(dead) -> assertThat(dead.reason()).isEqualTo("java.lang.IllegalStateException: the shop is closed"));
		assertThat(tester.run(Map.of("number", "1", "total", "-1"))).isInstanceOfSatisfying(DeadLettered.class,
				(dead) -> {
					assertThat(dead.reason()).isEqualTo("rejected: an order cannot cost less than nothing");
					assertThat(dead.attempts()).isEqualTo(1);
					assertThat(dead.thrown()).isInstanceOf(RejectMessage.class);
				});
		this.given.clear();
		assertThat(tester.run(Map.of("number", "1", "total", "much"))).isInstanceOfSatisfying(DeadLettered.class,
				(dead) -> {
					assertThat(dead.reason()).contains("total").doesNotContain("much");
					assertThat(dead.thrown()).isNull();
				});
		assertThat(this.given).isEmpty();
	}

	@Test
	void tellsThatAHandlerRanTooLong() {
		CountDownLatch never = new CountDownLatch(1);
		TriggerOutcome outcome = TriggerTester.of(String.class, (text, context) -> never.await())
			.with("timeout", "20ms")
			.onList("jobs")
			.run("a");
		assertThat(outcome).isInstanceOfSatisfying(RetriedAfter.class,
				(retried) -> assertThat(retried.reason()).isEqualTo("ran longer than 20 ms and was interrupted"));
	}

	@Test
	void givesWhatIsBesideThePayloadFieldAsHeaders() {
		TriggerTester tester = TriggerTester.of(String.class, this::keep)
			.with("redis-stream.payload-field", "body")
			.header("tenant", "a")
			.replayed();
		assertThat(tester.run("text")).isEqualTo(new Completed());
		assertThat(this.given).containsExactly("text");
		assertThat(this.contexts.getFirst().headers()).isEqualTo(Map.of("tenant", "a"));
		assertThat(this.contexts.getFirst().replay()).isTrue();
	}

	@Test
	void refusesHeadersThatASourceDoesNotHave() {
		TriggerTester tester = TriggerTester.of(String.class, this::keep).header("tenant", "a");
		assertThatIllegalArgumentException().isThrownBy(() -> tester.run(Map.of("a", "b")))
			.withMessageContaining("payload-field");
		assertThatIllegalArgumentException().isThrownBy(() -> tester.onList("jobs").run("a"))
			.withMessageContaining("redis-list");
		assertThatIllegalArgumentException().isThrownBy(() -> tester.onChannel("news").run("a"))
			.withMessageContaining("redis-pubsub");
		assertThatIllegalArgumentException().isThrownBy(() -> tester.onQueue("mails").run("a"))
			.withMessageContaining("azure-queue");
	}

	@Test
	void runsTheHandlersOfEveryKindOfSource() {
		assertThat(TriggerTester.of(StreamEntry.class, this::keep).run(Map.of("a", "b"))).isEqualTo(new Completed());
		assertThat(TriggerTester.of(byte[].class, this::keep).onList("jobs").run("a")).isEqualTo(new Completed());
		assertThat(TriggerTester.of(ChannelMessage.class, this::keep).onChannel("news").run("hello"))
			.isEqualTo(new Completed());
		assertThat(TriggerTester.of(KafkaEvent.class, this::keep)
			.onTopic("payments")
			.header("kafka-key", "k")
			.header("tenant", "a")
			.run("{}")).isEqualTo(new Completed());
		assertThat(TriggerTester.of(QueueMessage.class, this::keep).onQueue("mails").attempt(2).run("mail"))
			.isEqualTo(new Completed());
		assertThat(this.given.get(2)).isEqualTo(new ChannelMessage("news", "news", "hello"));
		assertThat(this.given.get(3)).isInstanceOfSatisfying(KafkaEvent.class, (event) -> {
			assertThat(event.key()).isEqualTo("k");
			assertThat(event.headers()).containsExactly(new KafkaEvent.Header("tenant", "a"));
		});
		assertThat(this.given.get(4)).isInstanceOfSatisfying(QueueMessage.class, (message) -> {
			assertThat(message.body()).isEqualTo("mail");
			assertThat(message.dequeueCount()).isEqualTo(2);
		});
		assertThat(this.contexts.get(4).headers()).containsEntry("QueueTrigger", "mail");
	}

	@Test
	void givesRecordsOfAvroAsTheyWouldBeRead() {
		GenericData.Record order = new GenericRecordBuilder(
				SchemaBuilder.record("Order").fields().requiredString("number").requiredInt("total").endRecord())
			.set("number", "1001")
			.set("total", 7)
			.build();
		TriggerTester tester = TriggerTester.of(GenericRecord.class, this::keep).onTopic("orders");
		assertThat(tester.with("kafka.value-format", "avro").run(order)).isEqualTo(new Completed());
		assertThat(TriggerTester.of(new OrderCreated()).onTopic("orders").with("kafka.value-format", "avro").run(order))
			.isEqualTo(new Completed());
		assertThat(this.given).hasToString("[%s, %s]".formatted(order, new Order("1001", new BigDecimal(7))));
		assertThatIllegalArgumentException().isThrownBy(() -> tester.run(order))
			.withMessageContaining("kafka.value-format");
	}

	@Test
	void judgesEachMessageOfABatch() {
		TriggerTester tester = TriggerTester.of(new ParameterizedTypeReference<List<Order>>() {
		}, (orders, context) -> {
			this.given.addAll(orders);
			throw new BatchFailure(List.of(1), new IllegalStateException("no room"));
		});
		assertThat(tester.runBatch(Map.of("number", "1"), Map.of("number", "2", "total", "x"), Map.of("number", "3")))
			.satisfiesExactly((first) -> assertThat(first).isEqualTo(new Completed()),
					(second) -> assertThat(second).isInstanceOf(DeadLettered.class),
					(third) -> assertThat(third).isInstanceOf(RetriedAfter.class));
		assertThat(this.given).hasSize(2);
	}

	/** A reactive handler as a user writes one. */
	static final class MailSent implements ReactiveTriggerHandler<String> {

		@Override
		public Publisher<Void> handle(String mail, TriggerContext context) {
			return Mono.error(new IllegalStateException("no server for " + mail));
		}

	}

	@Test
	void waitsForAReactiveHandler() {
		assertThat(TriggerTester.of(new MailSent()).onList("mails").run("a")).isInstanceOfSatisfying(RetriedAfter.class,
				(retried) -> assertThat(retried.thrown()).hasMessage("no server for a"));
	}

	@Test
	void readsJsonWithTheMapperThatItIsGiven() {
		TriggerTester tester = TriggerTester.of(new OrderCreated()).onList("orders");
		String json = "{\"number\":\"1\",\"total\":1,\"more\":true}";
		assertThat(tester.run(json)).isEqualTo(new Completed());
		JsonMapper strict = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
		assertThat(tester.reading(strict).run(json)).isInstanceOf(DeadLettered.class);
	}

	@Test
	void saysWhatIsWrongWithTheTrigger() {
		TriggerTester tester = TriggerTester.of(String.class, this::keep);
		assertThatIllegalArgumentException().isThrownBy(() -> tester.with("retry.max-attemts", 3).run("a"))
			.withMessageContaining("retry.max-attemts")
			.withMessageContaining("max-attempts");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TriggerTester.of(ChannelMessage.class, this::keep).run("a"))
			.withMessageContaining("redis-stream does not offer");
		TriggerHandler<String> lambda = this::keep;
		assertThatIllegalArgumentException().isThrownBy(() -> TriggerTester.of(lambda).run("a"))
			.withMessageContaining("TriggerTester.of(<payload type>, <lambda>)");
		assertThatIllegalArgumentException().isThrownBy(() -> tester.runBatch("{}", "{}"))
			.withMessageContaining("one message at a time");
		assertThatIllegalArgumentException().isThrownBy(() -> tester.attempt(0));
	}

}
