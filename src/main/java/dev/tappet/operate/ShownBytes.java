package dev.tappet.operate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * Some bytes of a message as JSON can hold them: text where they are text, else Base64.
 *
 * @param text the text, or {@code null}
 * @param base64 the bytes where they are no text, or {@code null}
 * @param bytes how many bytes there are in all
 * @param cut whether only the first of them are shown, or {@code null} for all
 */
@JsonInclude(Include.NON_NULL)
record ShownBytes(@Nullable String text, @Nullable String base64, int bytes, @Nullable Boolean cut) {

	/**
	 * Shows bytes.
	 * @param bytes the bytes
	 * @param most how many of them at most
	 * @return what is shown
	 */
	static ShownBytes of(byte[] bytes, int most) {
		Boolean cut = (bytes.length > most) ? Boolean.TRUE : null;
		String text = text(bytes, most);
		if (text != null) {
			return new ShownBytes(text, null, bytes.length, cut);
		}
		byte[] first = (cut != null) ? Arrays.copyOf(bytes, most) : bytes;
		return new ShownBytes(null, Base64.getEncoder().encodeToString(first), bytes.length, cut);
	}

	/** The same in one piece, for a name. */
	String asText() {
		String shown = (this.text != null) ? this.text : String.valueOf(this.base64);
		return (this.cut != null) ? shown + "…" : shown;
	}

	/** The beginning as text, or null where it is none. */
	private static @Nullable String text(byte[] bytes, int most) {
		int end = Math.min(bytes.length, most);
		// No character of UTF-8 is cut in two: its later bytes all begin with the bits
		// 10.
		for (int back = 0; back < 3 && end < bytes.length && end > 0 && (bytes[end] & 0xC0) == 0x80; back++) {
			end--;
		}
		try {
			String text = StandardCharsets.UTF_8.newDecoder()
				.onMalformedInput(CodingErrorAction.REPORT)
				.onUnmappableCharacter(CodingErrorAction.REPORT)
				.decode(ByteBuffer.wrap(bytes, 0, end))
				.toString();
			return text.chars().allMatch(ShownBytes::isText) ? text : null;
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	private static boolean isText(int character) {
		return character >= ' ' || character == '\n' || character == '\r' || character == '\t';
	}

}
