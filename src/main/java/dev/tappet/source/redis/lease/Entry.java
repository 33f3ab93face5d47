package dev.tappet.source.redis.lease;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.tappet.source.Message;

/**
 * An entry of a stream.
 *
 * @param rawId the entry id, as ASCII
 * @param fields names and values in turn
 */
@SuppressWarnings("ArrayRecordComponent")
public record Entry(byte[] rawId, byte[][] fields) implements Message.Fields {

	@Override
	public String id() {
		return new String(this.rawId, StandardCharsets.ISO_8859_1);
	}

	@Override
	public Instant timestamp() {
		long millis = 0;
		for (int i = 0; i < this.rawId.length && this.rawId[i] != '-'; i++) {
			millis = millis * 10 + (this.rawId[i] - '0');
		}
		return Instant.ofEpochMilli(millis);
	}

}
