package dev.tappet.source.kafka.letter;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tappet.source.Message;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was before it was given up.
 *
 * @param id its id
 * @param value its value, or {@code null} where it has none
 * @param kept its headers
 */
@SuppressWarnings("ArrayRecordComponent")
record Original(String id, byte @Nullable [] value, List<Header> kept) implements Message.Body {

	@Override
	public byte[] body() {
		return (this.value != null) ? this.value : new byte[0];
	}

	@Override
	public Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		for (Header header : this.kept) {
			byte[] text = header.value();
			headers.put(header.key(), (text != null) ? new String(text, StandardCharsets.UTF_8) : "");
		}
		return Collections.unmodifiableMap(headers);
	}

}
