package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.Message;
import dev.tappet.source.redis.lease.DeadLetterFields.Original;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterFieldsTests {

	private static final byte[] ODD = { (byte) 0xff, 0, (byte) 0xc0, '\r', '\n' };

	private static final Instant FAILED_AT = Instant.parse("2026-02-03T04:05:06.789Z");

	private static final Clock CLOCK = Clock.fixed(FAILED_AT, ZoneOffset.UTC);

	@Test
	void nameTheStreamOfTheirs() {
		assertThat(DeadLetterFields.key("orders")).isEqualTo("orders-poison");
	}

	@Test
	void areTheOriginalsAndThenExactlySix() {
		List<byte[]> fields = write(new Entry(bytes("7-1"), fields("a", "1", "b", "2")), "no such customer");
		assertThat(texts(fields)).containsExactly("a", "1", "b", "2", "tappet-trigger", "billing", "tappet-source",
				"orders", "tappet-id", "7-1", "tappet-attempts", "5", "tappet-reason", "no such customer",
				"tappet-failed-at", "2026-02-03T04:05:06.789Z");
	}

	@Test
	void holdABodyUnderOneName() {
		List<byte[]> fields = write(new Element("abc", 3, ODD), "no");
		assertThat(texts(fields.subList(0, 1))).containsExactly("payload");
		assertThat(fields.get(1)).isEqualTo(ODD);
		assertThat(fields).hasSize(14);
	}

	@Test
	void giveTheEntryBackAsItWas() {
		byte[][] original = { bytes("tappet-id"), ODD, ODD, bytes(""), bytes("tappet-id"), bytes("again"),
				bytes("tappet-failed-at"), bytes("long ago") };
		DeadLetter letter = known(write(new Entry(bytes("7-1"), original), "no"), Original.FIELDS);
		assertThat(letter.id()).isEqualTo("99-0");
		assertThat(letter.source()).isEqualTo("orders");
		assertThat(letter.attempts()).isEqualTo(5);
		assertThat(letter.reason()).isEqualTo("no");
		assertThat(letter.failedAt()).isEqualTo(FAILED_AT);
		assertThat(letter.original().id()).isEqualTo("7-1");
		assertThat(((Message.Fields) letter.original()).fields()).isDeepEqualTo(original);
	}

	@Test
	void giveADeadLetterOfADeadLetterBackAsItWas() {
		byte[][] first = write(new Entry(bytes("7-1"), fields("a", "1")), "no").toArray(byte[][]::new);
		DeadLetter letter = known(write(new Entry(bytes("8-1"), first), "no again"), Original.FIELDS);
		assertThat(((Message.Fields) letter.original()).fields()).isDeepEqualTo(first);
		assertThat(letter.reason()).isEqualTo("no again");
	}

	@Test
	void giveTheBodyBackAsItWas() {
		DeadLetter letter = known(write(new Element("abc", 3, ODD), "no"), Original.BODY);
		assertThat(letter.original().id()).isEqualTo("abc-3");
		assertThat(DeadLetterFields.bytes((Message.Body) letter.original())).isEqualTo(ODD);
	}

	@Test
	void areNotReadWhereSomebodyElseWroteThem() {
		List<byte[]> fields = write(new Entry(bytes("7-1"), fields("a", "1")), "no");
		assertThat(read(Arrays.asList(fields("a", "1")), Original.FIELDS)).isNull();
		assertThat(read(fields.subList(2, fields.size()), Original.FIELDS)).isNull();
		assertThat(read(fields, Original.BODY)).isNull();
		List<byte[]> longer = new ArrayList<>(fields);
		longer.addAll(Arrays.asList(fields("more", "1")));
		assertThat(read(longer, Original.FIELDS)).isNull();
		List<byte[]> swapped = new ArrayList<>(fields);
		swapped.set(2, bytes("tappet-source"));
		swapped.set(4, bytes("tappet-trigger"));
		assertThat(read(swapped, Original.FIELDS)).isNull();
	}

	@Test
	void areReadThoughTheirValuesWereChanged() {
		List<byte[]> fields = write(new Entry(bytes("7-1"), fields("a", "1")), "no");
		fields.set(9, bytes("many"));
		fields.set(13, bytes("yesterday"));
		DeadLetter letter = known(fields, Original.FIELDS);
		assertThat(letter.attempts()).isZero();
		assertThat(letter.failedAt()).isNull();
	}

	@Test
	void keepAReasonOfSeveralLinesButNoEndlessOne() {
		String lines = "first\nsecond";
		assertThat(reason(lines)).isEqualTo(lines);
		assertThat(reason("x".repeat(1000))).hasSize(1000);
		assertThat(reason("x".repeat(999) + "😀 and more")).isEqualTo("x".repeat(999) + "… (1010 characters)");
	}

	private static String reason(String given) {
		return texts(write(new Entry(bytes("7-1"), fields("a", "1")), given)).get(11);
	}

	private static List<byte[]> write(Message message, String reason) {
		return DeadLetterFields.of(message, "billing", "orders", 5, reason, CLOCK);
	}

	private static DeadLetter known(List<byte[]> fields, Original original) {
		return Objects.requireNonNull(read(fields, original));
	}

	private static @Nullable DeadLetter read(List<byte[]> fields, Original original) {
		return DeadLetterFields.read(new Entry(bytes("99-0"), fields.toArray(byte[][]::new)), original);
	}

	private static byte[][] fields(String... texts) {
		return Arrays.stream(texts).map(DeadLetterFieldsTests::bytes).toArray(byte[][]::new);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static List<String> texts(List<byte[]> fields) {
		return fields.stream().map((bytes) -> new String(bytes, StandardCharsets.UTF_8)).toList();
	}

}
