package dev.tappet.source.azurequeue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A queue: what is in it at a time that it is told.
 */
final class StubQueue {

	/** The most bytes of a message's text. */
	static final int LARGEST = 65536;

	/** The last moment that the service knows. */
	static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

	private final Map<String, StubMessage> messages = new HashMap<>();

	private final NavigableSet<StubMessage> byVisibility = new TreeSet<>(
			Comparator.comparing(StubMessage::nextVisibleOn).thenComparing(StubMessage::number));

	private final NavigableSet<StubMessage> byExpiry = new TreeSet<>(
			Comparator.comparing(StubMessage::expiresOn).thenComparing(StubMessage::number));

	private Map<String, String> metadata;

	private long number;

	StubQueue(Map<String, String> metadata) {
		this.metadata = metadata;
	}

	synchronized Map<String, String> metadata() {
		return this.metadata;
	}

	synchronized void setMetadata(Map<String, String> metadata) {
		this.metadata = metadata;
	}

	/** Takes a message; without a time to live it is there for good. */
	synchronized StubMessage put(String text, Duration hidden, @Nullable Duration life, Instant now) {
		checkSize(text);
		Instant end = (life != null) ? now.plus(life) : NEVER;
		Instant visible = now.plus(hidden);
		if (life != null && hidden.compareTo(life) >= 0) {
			throw new StubRefusal(400, "InvalidQueryParameterValue",
					"Value for one of the query parameters specified in the request URI is invalid.")
				.with("QueryParameterName", "visibilitytimeout")
				.with("Reason", "messagettl must be greater than visibilitytimeout.");
		}
		StubMessage message = new StubMessage(++this.number, UUID.randomUUID().toString(), text, now, end, visible,
				receipt(), 0);
		add(message);
		return message;
	}

	private static void checkSize(String text) {
		if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
			throw StubRefusal.tooLarge(LARGEST);
		}
	}

	private static String receipt() {
		// With all that has to be encoded in a query.
		return "+/" + Base64.getEncoder().encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8))
				+ "==";
	}

	private void add(StubMessage message) {
		this.messages.put(message.id(), message);
		this.byVisibility.add(message);
		this.byExpiry.add(message);
	}

	private void remove(StubMessage message) {
		this.messages.remove(message.id());
		this.byVisibility.remove(message);
		this.byExpiry.remove(message);
	}

	private void expire(Instant now) {
		while (!this.byExpiry.isEmpty() && !this.byExpiry.first().expiresOn().isAfter(now)) {
			remove(this.byExpiry.first());
		}
	}

	synchronized List<StubMessage> receive(int most, Duration hidden, Instant now) {
		List<StubMessage> received = new ArrayList<>();
		for (StubMessage message : peek(most, now)) {
			remove(message);
			StubMessage leased = message.received(now.plus(hidden), receipt());
			add(leased);
			received.add(leased);
		}
		return received;
	}

	synchronized List<StubMessage> peek(int most, Instant now) {
		expire(now);
		return this.byVisibility.stream()
			.takeWhile((message) -> !message.nextVisibleOn().isAfter(now))
			.limit(most)
			.toList();
	}

	/** Puts a message off, with another text where one is given. */
	synchronized StubMessage update(String id, String receipt, @Nullable String text, Duration hidden, Instant now) {
		StubMessage message = held(id, receipt, now);
		String wanted = (text != null) ? text : message.text();
		checkSize(wanted);
		Instant visible = now.plus(hidden);
		if (visible.isAfter(message.expiresOn())) {
			// So says the documentation; Azurite does not look.
			throw new StubRefusal(400, "OutOfRangeQueryParameterValue",
					"One of the query parameters specified in the request URI is outside the permissible range.")
				.with("QueryParameterName", "visibilitytimeout");
		}
		remove(message);
		StubMessage updated = message.updated(wanted, visible, receipt());
		add(updated);
		return updated;
	}

	synchronized void delete(String id, String receipt, Instant now) {
		remove(held(id, receipt, now));
	}

	private StubMessage held(String id, String receipt, Instant now) {
		expire(now);
		StubMessage message = this.messages.get(id);
		if (message == null) {
			throw StubRefusal.messageNotFound();
		}
		if (!message.popReceipt().equals(receipt)) {
			throw StubRefusal.popReceiptMismatch();
		}
		return message;
	}

	/** Has somebody else hold a message: the receipts that there are hold no more. */
	synchronized void takeAway(String id) {
		StubMessage message = this.messages.get(id);
		if (message != null) {
			remove(message);
			add(message.updated(message.text(), message.nextVisibleOn(), receipt()));
		}
	}

	synchronized void clear() {
		List.copyOf(this.messages.values()).forEach(this::remove);
	}

	/** How many there are, those that are held included. */
	synchronized int count(Instant now) {
		expire(now);
		return this.messages.size();
	}

	/** Those that are held, or put off, the next first. */
	synchronized List<StubMessage> hidden(Instant now) {
		expire(now);
		return this.byVisibility.stream().filter((message) -> message.nextVisibleOn().isAfter(now)).toList();
	}

}
