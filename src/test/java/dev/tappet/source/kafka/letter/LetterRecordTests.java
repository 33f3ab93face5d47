package dev.tappet.source.kafka.letter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.Verdict;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LetterRecordTests {

	private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
		ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(written.topic(), 0, 3, written.key(),
				written.value());
		written.headers().forEach(record.headers()::add);
		return record;
	}

	private static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> record) {
		return LetterRecord.of("orders-poison", "orders-in", "orders-1-7", record, new Verdict.Bury("no customer", 5),
				NOW);
	}

	private static ConsumerRecord<byte[], byte[]> record(String... headers) {
		ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 1, 7, utf8("k"), utf8("v"));
		Arrays.stream(headers).forEach((header) -> record.headers().add(header, utf8(header)));
		return record;
	}

	private static List<String> names(Iterable<Header> headers) {
		return StreamSupport.stream(headers.spliterator(), false).map(Header::key).toList();
	}

	@Test
	void keepsTheRecordAndSaysWhyItWasGivenUp() {
		ConsumerRecord<byte[], byte[]> kept = read(letter(record("a", "a", "tappet-id")));
		assertThat(LetterRecord.isOf(kept, "orders-in")).isTrue();
		assertThat(LetterRecord.isOf(kept, "others-in")).isFalse();
		assertThat(kept.key()).isEqualTo(utf8("k"));
		assertThat(names(kept.headers())).containsExactly("a", "a", "tappet-id", "tappet-trigger", "tappet-source",
				"tappet-id", "tappet-attempts", "tappet-reason", "tappet-failed-at");
		DeadLetter letter = LetterRecord.read(kept);
		assertThat(letter.id()).isEqualTo("orders-poison-0-3");
		assertThat(letter.source()).isEqualTo("orders");
		assertThat(letter.attempts()).isEqualTo(5);
		assertThat(letter.reason()).isEqualTo("no customer");
		assertThat(letter.failedAt()).isEqualTo(NOW);
		assertThat(letter.original().id()).isEqualTo("orders-1-7");
		assertThat(letter.original().headers()).containsOnlyKeys("a", "tappet-id");
	}

	@Test
	void putsBackWhatItWasWithTheMarkBehindItsHeaders() {
		ProducerRecord<byte[], byte[]> again = LetterRecord.replay(read(letter(record("a", "tappet-id"))));
		assertThat(again.topic()).isEqualTo("orders");
		assertThat(again.key()).isEqualTo(utf8("k"));
		assertThat(again.value()).isEqualTo(utf8("v"));
		assertThat(names(again.headers())).containsExactly("a", "tappet-id", "tappet-replay");
		assertThat(ReplayMark.isOn(again.headers())).isTrue();
	}

	@Test
	void keepsNoMarkOfAnEarlierReplay() {
		ConsumerRecord<byte[], byte[]> replayed = record("a");
		replayed.headers().add(ReplayMark.header());
		assertThat(names(read(letter(replayed)).headers())).startsWith("a", "tappet-trigger");
	}

	@Test
	void knowsWhatSomebodyElseWrote() {
		assertThat(LetterRecord.isOf(record(), "orders-in")).isFalse();
		assertThat(LetterRecord.isOf(record("a", "b", "c", "d", "e", "f"), "orders-in")).isFalse();
	}

	@Test
	void findsADeadLetterByItsId() {
		assertThat(LetterId.parse("orders-poison-2-17")).hasToString("orders-poison-2-17")
			.extracting((id) -> id.partition().topic())
			.isEqualTo("orders-poison");
		assertThat(LetterId.parse("no such id")).isNull();
		assertThat(LetterId.parse("a-b-c")).isNull();
	}

}
