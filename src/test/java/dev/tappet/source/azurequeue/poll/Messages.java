package dev.tappet.source.azurequeue.poll;

import java.time.Instant;

/**
 * Messages as they are taken.
 */
final class Messages {

	static final Instant SENT = Instant.parse("2026-11-22T10:00:00Z");

	private Messages() {
	}

	static AzureMessage on(int attempt) {
		return with("aGVsbG8=", MessageEncoding.BASE64, attempt, SENT.plusSeconds(604_800));
	}

	static AzureMessage with(String text, MessageEncoding encoding) {
		return with(text, encoding, 1, SENT.plusSeconds(604_800));
	}

	static AzureMessage replayed() {
		return with("aGVsbG8=", MessageEncoding.BASE64, 1, SENT.plusSeconds(ReplayMark.SECONDS));
	}

	private static AzureMessage with(String text, MessageEncoding encoding, int attempt, Instant expiry) {
		return new AzureMessage("4f3b", text, encoding, attempt, SENT, expiry, SENT.plusSeconds(15), "first");
	}

}
