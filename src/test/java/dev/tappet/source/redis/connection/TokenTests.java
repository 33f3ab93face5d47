package dev.tappet.source.redis.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import dev.tappet.source.redis.connection.ConnectionDefinition.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenTests {

	@Test
	void readsHowLongItLasts() {
		assertThat(lifetime("\"expires_in\": 3599")).isEqualTo(Duration.ofSeconds(3599));
		assertThat(lifetime("\"expires_in\": \"3599\"")).isEqualTo(Duration.ofSeconds(3599));
		// By the clock of who says it.
		assertThat(lifetime("\"expires_on\": \"1800000600\"")).isEqualTo(Duration.ofMinutes(10));
		assertThat(Token.of("{\"access_token\": \"t\", \"expires_on\": 1800000600}", null).lifetime())
			.isEqualTo(Duration.ofMinutes(5));
		assertThat(lifetime("\"expires_in\": \"soon\"")).isEqualTo(Duration.ofMinutes(5));
	}

	private static Duration lifetime(String field) {
		return Token.of("{\"access_token\": \"t\", %s}".formatted(field), "Fri, 15 Jan 2027 08:00:00 GMT").lifetime();
	}

	@Test
	void readsWhoseItIs() {
		String claims = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString("{\"aud\":\"a\",\"oid\":\"owner\"}".getBytes(StandardCharsets.UTF_8));
		assertThat(Token.of("{\"access_token\": \"h.%s.s\"}".formatted(claims), null).owner()).isEqualTo("owner");
		assertThat(Token.of("{\"access_token\": \"opaque\"}", null).owner()).isNull();
		assertThat(Token.of("{\"access_token\": \"no.json.s\"}", null).owner()).isNull();
	}

	@Test
	void isNeverShown() {
		assertThat(Token.of("{\"access_token\": \"hidden\"}", null).toString()).doesNotContain("hidden");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html>", "[]", "{}", "{\"access_token\": 1}", "{\"access_token\": \"\"}" })
	void refusesAnAnswerWithoutAToken(String body) {
		assertThatThrownBy(() -> Token.of(body, null)).isInstanceOf(TokenException.class)
			.hasMessageStartingWith("the token service answered")
			.hasNoCause();
	}

	@Test
	void saysWhyThereIsNone() {
		Secret secret = new Secret("hidden");
		assertThat(Token.refusal(401, """
				{"error":"invalid_client","error_description":"AADSTS1: Not hidden. Trace ID: 1"}""", secret))
			.isEqualTo("status 401, invalid_client: AADSTS1: Not ******.");
		assertThat(Token.refusal(400, "{\"statusCode\":400,\"message\":\"No identity\"}", secret))
			.isEqualTo("status 400, No identity");
		assertThat(Token.refusal(503, "<html>hidden</html>", secret)).isEqualTo("status 503");
	}

}
