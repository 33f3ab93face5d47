package dev.tappet.operate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import dev.tappet.source.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TraceHeadersTests {

	private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	@Test
	void readsTheFieldsOfAnEntry() {
		TraceHeaders headers = new TraceHeaders(
				new Entry(Map.of(), fields("total", "12", "traceparent", PARENT, "baggage", "customer=1")), null);
		assertThat(headers.get("traceparent")).isEqualTo(PARENT);
		assertThat(headers.get("baggage")).isEqualTo("customer=1");
		assertThat(headers.get("tracestate")).isNull();
	}

	@Test
	void readsTheHeadersOfARecord() {
		TraceHeaders headers = new TraceHeaders(new Text("{}", Map.of("traceparent", PARENT)), "trace");
		assertThat(headers.get("traceparent")).isEqualTo(PARENT);
		assertThat(headers.get("baggage")).isNull();
	}

	@Test
	void readsThePropertyOfJsonThatIsNamed() {
		assertThat(get("{\"total\":12,\"lines\":[{\"trace\":\"no\"}],\"trace\":\"" + PARENT + "\"}", "traceparent"))
			.isEqualTo(PARENT);
		String object = "{\"trace\":{\"traceparent\":\"" + PARENT
				+ "\",\"deep\":{\"baggage\":\"no\"},\"baggage\":\"customer=1\",\"n\":1},\"total\":12}";
		assertThat(get(object, "traceparent")).isEqualTo(PARENT);
		assertThat(get(object, "baggage")).isEqualTo("customer=1");
		assertThat(new TraceHeaders(new Text(object, Map.of()), null).get("traceparent")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no JSON", "[\"trace\"]", "{\"trace\":12}", "{\"trace\":null}", "{\"trace\":[1]}",
			"{\"trace\":{\"traceparent\":12}}", "{\"other\":\"x\"", "{\"trace\":", "{\"trace\":{\"traceparent\"" })
	void findsNothingInWhatIsNoSuchJson(String body) {
		assertThat(get(body, "traceparent")).isNull();
	}

	private static @Nullable String get(String body, String name) {
		return new TraceHeaders(new Text(body, Map.of()), "trace").get(name);
	}

	private static byte[][] fields(String... texts) {
		return Arrays.stream(texts).map((text) -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
	}

	/**
	 * A message with a body.
	 */
	private record Text(String content, Map<String, String> headers) implements Message.Body {

		@Override
		public String id() {
			return "1";
		}

		@Override
		public byte[] body() {
			return this.content.getBytes(StandardCharsets.UTF_8);
		}

	}

	/**
	 * A message of fields.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Entry(Map<String, String> headers, byte[][] fields) implements Message.Fields {

		@Override
		public String id() {
			return "1-0";
		}

	}

}
