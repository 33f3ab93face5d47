package dev.tappet.operate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShownBytesTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "{\"a\":1}\n\t", "naïve 漢字 😀" })
	void textIsShownAsText(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThat(ShownBytes.of(bytes, 100)).isEqualTo(new ShownBytes(text, null, bytes.length, null));
	}

	@Test
	void whatIsNoTextIsShownInBase64() {
		for (byte[] bytes : new byte[][] { { (byte) 0xff, 0 }, { 'a', 0 }, { (byte) 0xc3 }, { 27, '[', '2', 'J' } }) {
			assertThat(ShownBytes.of(bytes, 100))
				.isEqualTo(new ShownBytes(null, Base64.getEncoder().encodeToString(bytes), bytes.length, null));
		}
	}

	@Test
	void whatIsTooLongIsCutAndSaysSo() {
		assertThat(ShownBytes.of("abcdef".getBytes(StandardCharsets.UTF_8), 4))
			.isEqualTo(new ShownBytes("abcd", null, 6, true));
		assertThat(ShownBytes.of(new byte[] { 1, 2, 3, 4, 5 }, 3)).isEqualTo(new ShownBytes(null, "AQID", 5, true));
	}

	@Test
	void noCharacterIsCutInTwo() {
		byte[] bytes = "a😀b".getBytes(StandardCharsets.UTF_8);
		for (int most = 1; most < 5; most++) {
			assertThat(ShownBytes.of(bytes, most)).isEqualTo(new ShownBytes("a", null, 6, true));
		}
		assertThat(ShownBytes.of(bytes, 5)).isEqualTo(new ShownBytes("a😀", null, 6, true));
	}

}
