package dev.tappet.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadTypeTests {

	@Test
	void isOneTypeAlone() {
		PayloadType type = PayloadType.of(Exception.class, (source, message, text) -> "made");
		assertThat(type.is(ResolvableType.forClass(Exception.class))).isTrue();
		assertThat(type.is(ResolvableType.forClass(IOException.class))).isFalse();
	}

	@Test
	void mindsItsTypeArguments() {
		PayloadType type = PayloadType.of(new ParameterizedTypeReference<Map<String, String>>() {
		}, (source, message, text) -> "made");
		assertThat(type.is(ResolvableType.forClassWithGenerics(Map.class, String.class, String.class))).isTrue();
		assertThat(type.is(ResolvableType.forClassWithGenerics(Map.class, String.class, Integer.class))).isFalse();
		assertThat(type.is(ResolvableType.forClass(List.class))).isFalse();
	}

	@Test
	void isEveryClassBelowItsTypeAndKnowsWhich() throws Exception {
		PayloadType type = PayloadType.below(Exception.class, (wanted) -> (source, message, text) -> wanted);
		ResolvableType wanted = ResolvableType.forClass(UncheckedIOException.class);
		assertThat(type.is(wanted)).isTrue();
		assertThat(type.is(ResolvableType.forClass(String.class))).isFalse();
		assertThat(type.is(ResolvableType.forClass(Object.class))).isFalse();
		Message.Body message = new Message.Body() {

			@Override
			public String id() {
				return "1";
			}

			@Override
			public byte[] body() {
				return new byte[0];
			}

		};
		assertThat(type.conversion(wanted).convert("topic", message, (text) -> ""))
			.isEqualTo(UncheckedIOException.class);
	}

}
