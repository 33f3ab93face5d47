package dev.tappet.source.azurequeue.poll;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

import dev.tappet.source.DeadLetter;
import dev.tappet.source.Message;
import dev.tappet.source.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class EnvelopeTests {

	private static final Instant NOW = Instant.parse("2026-11-22T10:05:00Z");

	private static String written(String text, MessageEncoding encoding, String reason) {
		return Envelope.of("orders-in", "orders", Messages.with(text, encoding), new Verdict.Bury(reason, 5), NOW)
			.write(encoding);
	}

	private static JsonNode json(String written, MessageEncoding encoding) {
		return new JsonMapper().readTree(Objects.requireNonNull(encoding.decode(written)));
	}

	@ParameterizedTest
	@EnumSource
	void carriesTheCauseAndTheOriginal(MessageEncoding encoding) {
		String text = encoding.encode("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
		String written = written(text, encoding, "no such customer");
		JsonNode json = json(written, encoding);
		assertThat(json.path("payload").asString()).isEqualTo("{\"id\":1}");
		assertThat(json.path("tappet-trigger").asString()).isEqualTo("orders-in");
		assertThat(json.path("tappet-source").asString()).isEqualTo("orders");
		assertThat(json.path("tappet-id").asString()).isEqualTo("4f3b");
		assertThat(json.path("tappet-attempts").asString()).isEqualTo("5");
		assertThat(json.path("tappet-reason").asString()).isEqualTo("no such customer");
		assertThat(json.path("tappet-failed-at").asString()).isEqualTo("2026-11-22T10:05:00Z");
		assertThat(json.path("tappet-inserted-at").asString()).isEqualTo("2026-11-22T10:00:00Z");
		assertThat(StoredLetter.of("letter", written, encoding).original()).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "no base64!", "/8D/", "aGVsbG8", " aGVsbG8= ", "" })
	void givesBackExactlyWhatStoodInTheQueue(String text) {
		String written = written(text, MessageEncoding.BASE64, "why");
		assertThat(StoredLetter.of("letter", written, MessageEncoding.BASE64).original()).isEqualTo(text);
	}

	@Test
	void isReadAsADeadLetter() throws Exception {
		DeadLetter letter = StoredLetter
			.of("letter", written("aGVsbG8=", MessageEncoding.BASE64, "why"), MessageEncoding.BASE64)
			.letter(Blocks.definition("orders", MessageEncoding.BASE64));
		assertThat(letter.id()).isEqualTo("letter");
		assertThat(letter.source()).isEqualTo("orders");
		assertThat(letter.attempts()).isEqualTo(5);
		assertThat(letter.reason()).isEqualTo("why");
		assertThat(letter.failedAt()).isEqualTo(NOW);
		assertThat(letter.original().id()).isEqualTo("4f3b");
		assertThat(letter.original().timestamp()).isEqualTo(Messages.SENT);
		assertThat(((Message.Body) letter.original()).body()).asString().isEqualTo("hello");
	}

	@Test
	void cutsTheCauseWhereItLeavesNoRoomAndThenTheEnvelope() {
		String reason = "x".repeat(1000);
		String nearly = Base64.getEncoder()
			.encodeToString("y".repeat(48 * 1024 - 700).getBytes(StandardCharsets.UTF_8));
		String cut = written(nearly, MessageEncoding.BASE64, reason);
		assertThat(cut.length()).isLessThanOrEqualTo(64 * 1024);
		assertThat(json(cut, MessageEncoding.BASE64).path("tappet-reason").asString()).isEmpty();
		assertThat(StoredLetter.of("letter", cut, MessageEncoding.BASE64).original()).isEqualTo(nearly);
		String full = Base64.getEncoder().encodeToString("y".repeat(48 * 1024).getBytes(StandardCharsets.UTF_8));
		assertThat(written(full, MessageEncoding.BASE64, reason)).isEqualTo(full);
	}

	@ParameterizedTest
	@ValueSource(strings = { "aGVsbG8=", "eyJpZCI6MX0=", "no base64!", "e30=", "" })
	void takesWhatIsNoEnvelopeForTheOriginalOfAnyTrigger(String text) {
		StoredLetter letter = StoredLetter.of("letter", text, MessageEncoding.BASE64);
		assertThat(letter.envelope()).isNull();
		assertThat(letter.isOf("orders-in")).isTrue();
		assertThat(letter.original()).isEqualTo(text);
		assertThat(letter.letter(Blocks.definition("orders", MessageEncoding.BASE64)).reason()).contains("No cause");
	}

	@Test
	void isOfTheTriggerThatGaveItUp() {
		StoredLetter letter = StoredLetter.of("letter", written("aGVsbG8=", MessageEncoding.BASE64, "why"),
				MessageEncoding.BASE64);
		assertThat(letter.isOf("orders-in")).isTrue();
		assertThat(letter.isOf("others")).isFalse();
	}

}
