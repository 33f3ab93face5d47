package dev.tappet.source.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import dev.tappet.source.TrialMessage;
import dev.tappet.source.redis.lease.Entry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TypedEntryTests {

	@Test
	void putsThePayloadIntoItsField() {
		Entry entry = entry("body", "any text");
		assertThat(entry.toMap()).isEqualTo(Map.of("body", "any text"));
		assertThat(entry.timestamp()).isEqualTo(Instant.ofEpochMilli(42));
	}

	@Test
	void putsHeadersIntoFieldsOfTheirOwn() {
		TrialMessage typed = new TrialMessage("invoke-1", Instant.ofEpochMilli(42),
				"any text".getBytes(StandardCharsets.UTF_8), Map.of("tenant", "a"), 1);
		assertThat(TypedEntry.of("body", typed).toMap()).isEqualTo(Map.of("body", "any text", "tenant", "a"));
		assertThatIllegalArgumentException().isThrownBy(() -> TypedEntry.of(null, typed))
			.withMessageContaining("payload-field");
	}

	@Test
	void takesAnObjectOfFields() {
		assertThat(entry(null, "{\"id\":7,\"name\":\"a \\\"b\\\"\",\"deep\":{\"x\":[1]},\"none\":null}").toMap())
			.isEqualTo(Map.of("id", "7", "name", "a \"b\"", "deep", "{\"x\":[1]}", "none", "null"));
	}

	@Test
	void takesAnEntryAsAHandlerOfTextIsGivenIt() {
		assertThat(entry(null, "{\"Id\":\"1-0\",\"Values\":{\"a\":\"b\"}}").toMap()).isEqualTo(Map.of("a", "b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "text", "[1]", "{\"a\":" })
	void saysThatFieldsAreNeeded(String typed) {
		assertThatIllegalArgumentException().isThrownBy(() -> entry(null, typed))
			.withMessageContaining("a JSON object of its fields");
	}

	private static Entry entry(@Nullable String field, String typed) {
		return TypedEntry.of(field,
				new TrialMessage("invoke-1", Instant.ofEpochMilli(42), typed.getBytes(StandardCharsets.UTF_8)));
	}

}
