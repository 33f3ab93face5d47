package dev.tappet.dispatch.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON text as bytes. Strings are copied with their escapes and not decoded, so
 * that invalid UTF-8 in them is left to whoever reads the result.
 */
final class JsonBytes {

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private byte[] bytes;

	private int length;

	JsonBytes(int capacity) {
		this.bytes = new byte[capacity];
	}

	JsonBytes punctuation(char character) {
		reserve(1);
		this.bytes[this.length++] = (byte) character;
		return this;
	}

	JsonBytes string(String text) {
		return string(text.getBytes(StandardCharsets.UTF_8));
	}

	JsonBytes string(byte[] text) {
		punctuation('"');
		int copied = 0;
		for (int i = 0; i < text.length; i++) {
			if (needsEscape(text[i])) {
				copy(text, copied, i);
				escape(text[i]);
				copied = i + 1;
			}
		}
		copy(text, copied, text.length);
		return punctuation('"');
	}

	byte[] toBytes() {
		return (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
	}

	String toText() {
		return new String(this.bytes, 0, this.length, StandardCharsets.UTF_8);
	}

	private static boolean needsEscape(byte value) {
		// Bytes of longer UTF-8 sequences are negative.
		return (value >= 0 && value < ' ') || value == '"' || value == '\\';
	}

	private void escape(byte value) {
		reserve(6);
		this.bytes[this.length++] = '\\';
		switch (value) {
			case '"', '\\' -> this.bytes[this.length++] = value;
			case '\n' -> this.bytes[this.length++] = 'n';
			case '\r' -> this.bytes[this.length++] = 'r';
			case '\t' -> this.bytes[this.length++] = 't';
			default -> {
				this.bytes[this.length++] = 'u';
				this.bytes[this.length++] = '0';
				this.bytes[this.length++] = '0';
				this.bytes[this.length++] = HEX[value >> 4];
				this.bytes[this.length++] = HEX[value & 0xf];
			}
		}
	}

	private void copy(byte[] text, int from, int to) {
		reserve(to - from);
		System.arraycopy(text, from, this.bytes, this.length, to - from);
		this.length += to - from;
	}

	private void reserve(int more) {
		int needed = Math.addExact(this.length, more);
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, this.length + this.length / 2));
		}
	}

}
