package dev.tappet.bench;

import java.nio.charset.StandardCharsets;

/**
 * The messages: JSON of a given size that differs in one number.
 */
final class Payloads {

	/** What the JSON candidates bind. */
	record Order(String id, String customer, double amount, String note) {
	}

	private static final int DIGITS = 10;

	private static final String PREFIX = "{\"id\":\"";

	private static final String FIELDS = "\",\"customer\":\"C-4711 Ada\",\"amount\":129.95,\"note\":\"";

	private static final String END = "\"}";

	private final String suffix;

	private final boolean json;

	private Payloads(String suffix, boolean json) {
		this.suffix = suffix;
		this.json = json;
	}

	static Payloads of(int size) {
		int left = size - PREFIX.length() - DIGITS - FIELDS.length() - END.length();
		if (left < 0) {
			return new Payloads("x".repeat(Math.max(0, size - DIGITS)), false);
		}
		return new Payloads(FIELDS + "leave it at the door ".repeat(left / 21 + 1).substring(0, left) + END, true);
	}

	/** What stands before the number. */
	byte[] prefix() {
		return (this.json ? PREFIX : "").getBytes(StandardCharsets.US_ASCII);
	}

	/** What stands behind it. */
	byte[] suffix() {
		return this.suffix.getBytes(StandardCharsets.US_ASCII);
	}

	byte[] message(int number) {
		return ((this.json ? PREFIX : "") + "%010d".formatted(number) + this.suffix)
			.getBytes(StandardCharsets.US_ASCII);
	}

}
