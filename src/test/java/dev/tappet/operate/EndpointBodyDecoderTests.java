package dev.tappet.operate;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EndpointBodyDecoderTests {

	private final EndpointBodyDecoder decoder = new EndpointBodyDecoder();

	@Test
	void makesATextOfEachValue() {
		assertThat(texts("{\"a\":\"b\",\"ids\":[\"1-0\",2],\"all\":true,\"n\":50,\"none\":null,\"o\":{\"x\":\"y\"}}"))
			.isEqualTo(Map.of("a", "b", "ids", "[\"1-0\",2]", "all", "true", "n", "50", "o", "{\"x\":\"y\"}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[1]", "\"a\"", "{\"a\":" })
	void refusesWhatIsNoObject(String body) {
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> texts(body));
	}

	@Test
	void leavesTheBodiesOfOthersAlone() {
		ResolvableType map = ResolvableType.forClassWithGenerics(Map.class, String.class, String.class);
		assertThat(this.decoder.canDecode(map, MediaType.APPLICATION_JSON)).isFalse();
	}

	private Map<String, String> texts(String body) {
		return this.decoder.texts(body.getBytes(StandardCharsets.UTF_8));
	}

}
