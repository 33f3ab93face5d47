package dev.tappet.source.kafka.letter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.DeadLetters;
import dev.tappet.source.Verdict;
import dev.tappet.source.kafka.KafkaServer;
import dev.tappet.support.TappetService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dead letters that lie in another order than that of their times, as handlers that end
 * side by side leave them.
 */
class LetterOrderIT {

	private static final String TRIGGER = "orders-in";

	private static final int LETTERS = 300;

	@AutoClose
	private static final KafkaServer server = KafkaServer.start();

	@Test
	void pagesLoseAndRepeatNoneThatLiesBeforeAnOlderOne() throws Exception {
		create("orders", 1);
		create("orders-poison", 2);
		long first = System.currentTimeMillis();
		List<Long> times = IntStream.range(0, LETTERS).mapToObj((i) -> first + i + (i * 37) % 60).toList();
		write(times);
		try (TappetService service = TappetService.builder()
			.setting("spring.kafka.bootstrap-servers", server.direct())
			.trigger(TRIGGER, Map.of("kafka.topic", "orders", "kafka.dead-letter-topic", "orders-poison"))
			.handler(TRIGGER, String.class, (payload, context) -> {
			})
			.start()) {
			List<DeadLetter> all = pages(service.trigger(TRIGGER).deadLetters());
			assertThat(all).extracting(DeadLetter::id).hasSize(LETTERS).doesNotHaveDuplicates();
			assertThat(all).extracting(LetterOrderIT::number)
				.extracting(times::get)
				.isSortedAccordingTo(Comparator.reverseOrder());
		}
		System.out.printf("Kafka, dead letters in no order: written %d, listed %d, each once%n", LETTERS, LETTERS);
	}

	private static List<DeadLetter> pages(DeadLetters letters) throws Exception {
		List<DeadLetter> all = new ArrayList<>();
		@Nullable String before = null;
		for (List<DeadLetter> page; !(page = list(letters, before)).isEmpty(); before = page.getLast().id()) {
			all.addAll(page);
		}
		return all;
	}

	private static List<DeadLetter> list(DeadLetters letters, @Nullable String before) throws Exception {
		return letters.list(50, before).toCompletableFuture().get(60, TimeUnit.SECONDS);
	}

	private static int number(DeadLetter letter) {
		return Integer.parseInt(letter.original().id().substring("orders-0-".length()));
	}

	private static void create(String topic, int partitions) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.direct()))) {
			admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get(30, TimeUnit.SECONDS);
		}
	}

	private static void write(List<Long> times) throws Exception {
		try (Producer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", server.direct()),
				new ByteArraySerializer(), new ByteArraySerializer())) {
			for (int i = 0; i < times.size(); i++) {
				ConsumerRecord<byte[], byte[]> failed = new ConsumerRecord<>("orders", 0, i, null,
						Integer.toString(i).getBytes(StandardCharsets.UTF_8));
				ProducerRecord<byte[], byte[]> letter = LetterRecord.of("orders-poison", TRIGGER, "orders-0-" + i,
						failed, new Verdict.Bury("no customer", 5), Instant.ofEpochMilli(times.get(i)));
				producer.send(new ProducerRecord<>(letter.topic(), i % 2, times.get(i), letter.key(), letter.value(),
						letter.headers()));
			}
		}
	}

}
