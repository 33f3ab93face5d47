package dev.tappet.source.azurequeue.poll;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * How bodies are written in a queue, which holds text.
 */
public enum MessageEncoding {

	/** As base64. */
	BASE64,

	/** As they are. */
	NONE;

	/**
	 * The bytes of a text.
	 * @param text what stands in the queue
	 * @return the body, or {@code null} where the text is not written so
	 */
	public byte @Nullable [] decode(String text) {
		return switch (this) {
			case NONE -> text.getBytes(StandardCharsets.UTF_8);
			case BASE64 -> {
				try {
					yield Base64.getDecoder().decode(text.strip());
				}
				catch (IllegalArgumentException ex) {
					yield null;
				}
			}
		};
	}

	/**
	 * The text of a body.
	 * @param body the bytes
	 * @return what to write into the queue
	 */
	public String encode(byte[] body) {
		return switch (this) {
			case NONE -> new String(body, StandardCharsets.UTF_8);
			case BASE64 -> Base64.getEncoder().encodeToString(body);
		};
	}

}
