package dev.tappet.source.azurequeue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.PeekedMessageItem;
import com.azure.storage.queue.models.SendMessageResult;
import dev.tappet.handler.QueueMessage;
import dev.tappet.handler.TriggerHandler;
import dev.tappet.source.Broker;
import dev.tappet.support.TappetService;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trigger on a queue and what it makes of a message, as users of Azure's trigger know
 * it.
 */
abstract class AzureQueueBindings {

	static final String TRIGGER = "orders-in";

	static final String QUEUE = "orders";

	final List<TappetService> services = new ArrayList<>();

	final Deliveries deliveries = new Deliveries();

	AzureQueueBroker broker;

	QueueClient queue;

	/** What a message is read into. */
	public record Order(long id, String item) {
	}

	/** Queues for one test. */
	abstract AzureQueueBroker open();

	@BeforeEach
	void connect() {
		this.broker = open();
		this.queue = this.broker.queue(QUEUE);
	}

	@AfterEach
	void end() {
		this.services.forEach(TappetService::close);
		this.broker.close();
	}

	static TappetService.Builder reading(String... settings) {
		TappetService.Builder builder = TappetService.builder()
			.trigger(TRIGGER, Map.of("azure-queue.queue-name", QUEUE, "azure-queue.max-polling-interval", "200ms",
					"retry.initial-delay", "1s", "retry.multiplier", "1", "retry.jitter", "0"));
		for (String setting : settings) {
			int equals = setting.indexOf('=');
			builder.trigger(TRIGGER, Map.of(setting.substring(0, equals), setting.substring(equals + 1)));
		}
		return builder;
	}

	final TappetService start(TappetService.Builder builder) {
		this.broker.connect(builder);
		TappetService service = builder.start();
		this.services.add(service);
		return service;
	}

	final TappetService start(TriggerHandler<String> handler, String... settings) {
		return start(reading(settings).handler(TRIGGER, String.class, handler));
	}

	static String base64(byte... body) {
		return Base64.getEncoder().encodeToString(body);
	}

	static String base64(String text) {
		return base64(text.getBytes(StandardCharsets.UTF_8));
	}

	final List<String> send(String... payloads) {
		for (String payload : payloads) {
			this.queue.sendMessage(base64(payload));
		}
		return List.of(payloads);
	}

	final List<String> send(int count) {
		return send(IntStream.range(0, count).mapToObj((i) -> "m" + i).toArray(String[]::new));
	}

	static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
	}

	final void awaitDone() {
		eventually().until(() -> this.broker.unfinished(TRIGGER, QUEUE) == 0);
	}

	final PeekedMessageItem awaitLetter() {
		eventually().until(() -> !this.broker.letters(QUEUE).isEmpty());
		return this.broker.letters(QUEUE).getFirst();
	}

	static String text(Broker.Letter letter) {
		return new String(letter.payload(), StandardCharsets.UTF_8);
	}

	@Test
	void setsAsideWhatCannotBeDecodedAlone() {
		send("before");
		this.queue.sendMessage("this is no base64!");
		List<String> sent = List.of("before", send("after").getFirst());
		start(this.deliveries::add, "azure-queue.batch-size=32");
		this.deliveries.await(2);
		PeekedMessageItem poison = awaitLetter();
		awaitDone();
		// What stood in the queue is in the dead letter as it was.
		assertThat(new String(Base64.getDecoder().decode(poison.getBody().toString()), StandardCharsets.UTF_8))
			.contains("\"this is no base64!\"", "base64");
		assertThat(this.broker.letters(QUEUE)).hasSize(1);
		this.deliveries.reportOnce("undecodable", sent);
	}

	@Test
	void readsPlainTextWhereItIsToldTo() {
		start(this.deliveries::add, "azure-queue.message-encoding=none");
		List<String> sent = List.of("plain <text> & k\u00f6rper", "bWFueQ==");
		sent.forEach(this.queue::sendMessage);
		this.deliveries.await(2);
		awaitDone();
		this.deliveries.reportOnce("plain text", sent);
	}

	@Test
	void bindsEmptyAndBinaryBodies() {
		byte[] odd = { (byte) 0xff, 0, (byte) 0xc0, '\r', '\n' };
		start(reading().handler(TRIGGER, byte[].class,
				(payload, context) -> this.deliveries.add(base64(payload), context)));
		this.queue.sendMessage("");
		this.queue.sendMessage(base64(odd));
		this.deliveries.await(2);
		awaitDone();
		this.deliveries.reportOnce("empty and binary", List.of("", base64(odd)));
	}

	@Test
	void bindsJsonAndSetsAsideWhatIsNone() {
		start(reading().handler(TRIGGER, Order.class,
				(order, context) -> this.deliveries.add(order.id() + order.item(), context)));
		send("{\"id\":1,\"item\":\"tea\"}", "{\"id\":", "null", "", "[]", "{\"id\":2,\"item\":\"milk\",\"more\":0}");
		this.queue.sendMessage(base64((byte) 0xff, (byte) 0xfe));
		this.deliveries.await(2);
		eventually().until(() -> this.broker.letters(QUEUE).size() == 5);
		awaitDone();
		assertThat(this.broker.deadLetters(TRIGGER, QUEUE)).allSatisfy((letter) -> {
			assertThat(letter.attempts()).isEqualTo(1);
			assertThat(letter.reason()).isNotBlank();
		}).extracting(AzureQueueBindings::text).contains("{\"id\":", "null", "", "[]");
		this.deliveries.reportOnce("JSON and what is none", List.of("1tea", "2milk"));
	}

	@Test
	void givesAllMetadata() {
		start(this.deliveries::add);
		SendMessageResult sent = this.queue.sendMessage(base64("m"));
		this.deliveries.await(1);
		var context = this.deliveries.all().getFirst().context();
		assertThat(context.messageId()).isEqualTo(sent.getMessageId());
		assertThat(context.timestamp()).isEqualTo(sent.getInsertionTime().toInstant());
		assertThat(context.headers()).containsEntry("QueueTrigger", "m")
			.containsEntry("Id", sent.getMessageId())
			.containsEntry("DequeueCount", "1")
			.containsKeys("ExpirationTime", "InsertionTime", "NextVisibleTime", "PopReceipt");
		this.deliveries.reportOnce("metadata", List.of("m"));
	}

	@Test
	void givesTheMessageItself() {
		List<QueueMessage> messages = new ArrayList<>();
		start(reading().handler(TRIGGER, QueueMessage.class, (message, context) -> {
			messages.add(message);
			this.deliveries.add(message.body(), context);
		}));
		SendMessageResult sent = this.queue.sendMessage(base64("m"));
		this.deliveries.await(1);
		awaitDone();
		QueueMessage message = messages.getFirst();
		assertThat(message.id()).isEqualTo(sent.getMessageId());
		assertThat(message.dequeueCount()).isEqualTo(1);
		assertThat(message.insertedOn()).isEqualTo(sent.getInsertionTime().toInstant());
		assertThat(message.expiresOn()).isEqualTo(sent.getExpirationTime().toInstant());
		assertThat(message.nextVisibleOn()).isAfter(message.insertedOn());
		assertThat(message.popReceipt()).isNotBlank();
		this.deliveries.reportOnce("the message itself", List.of("m"));
	}

	@Test
	void givesBatchesToAHandlerOfLists() {
		List<String> sent = send(60);
		start(reading("azure-queue.batch-size=20").batchHandler(TRIGGER, String.class, this.deliveries::add));
		this.deliveries.await(60);
		awaitDone();
		assertThat(this.deliveries.all()).allMatch((call) -> call.payloads().size() <= 20)
			.anyMatch((call) -> call.payloads().size() > 1);
		this.deliveries.reportOnce("batches", sent);
	}

}
