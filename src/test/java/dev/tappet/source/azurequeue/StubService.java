package dev.tappet.source.azurequeue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

/**
 * The queues of an account, and what is done with them.
 */
final class StubService {

	private static final DateTimeFormatter DATES = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'",
			Locale.US);

	private static final int SEVEN_DAYS = 604800;

	private static final int MOST_AT_ONCE = 32;

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final String METADATA = "x-ms-meta-";

	private final Map<String, StubQueue> queues = new ConcurrentSkipListMap<>();

	private final Map<String, Instant> beingDeleted = new ConcurrentHashMap<>();

	private final Clock clock;

	private volatile Duration deletion = Duration.ZERO;

	StubService(Clock clock) {
		this.clock = clock;
	}

	/** The name of a queue that is deleted cannot be used again for this long. */
	void setDeletion(Duration time) {
		this.deletion = time;
	}

	@Nullable StubQueue find(String name) {
		return this.queues.get(name);
	}

	void fill(String name, int messages, String text) {
		StubQueue queue = this.queues.computeIfAbsent(name, (key) -> new StubQueue(Map.of()));
		queue.clear();
		for (int i = 0; i < messages; i++) {
			queue.put(text, Duration.ZERO, null, now());
		}
	}

	StubAnswer.Reply carryOut(StubOperation operation, StubRequest request) {
		return switch (operation) {
			case CREATE_QUEUE -> create(name(request), metadata(request));
			case DELETE_QUEUE -> delete(name(request));
			case GET_METADATA -> describe(queue(request));
			case SET_METADATA -> {
				queue(request).setMetadata(metadata(request));
				yield StubAnswer.empty(204);
			}
			case PUT -> put(queue(request), request);
			case RECEIVE -> receive(queue(request), request);
			case PEEK -> StubAnswer.xml(200, messages(queue(request).peek(number(request), now()), false));
			case CLEAR -> {
				queue(request).clear();
				yield StubAnswer.empty(204);
			}
			case UPDATE -> update(queue(request), request);
			case DELETE -> {
				queue(request).delete(id(request), request.required("popreceipt"), now());
				yield StubAnswer.empty(204);
			}
			case LIST_QUEUES -> list(request.query().getOrDefault("prefix", ""));
			case GET_SERVICE ->
				StubAnswer.xml(200, new StubXml().open("StorageServiceProperties").close("StorageServiceProperties"));
		};
	}

	private Instant now() {
		return this.clock.instant();
	}

	private static String name(StubRequest request) {
		return Objects.requireNonNullElse(request.part(0), "");
	}

	private static String id(StubRequest request) {
		return Objects.requireNonNullElse(request.part(2), "");
	}

	private StubQueue queue(StubRequest request) {
		StubQueue queue = this.queues.get(name(request));
		if (queue == null) {
			throw StubRefusal.queueNotFound();
		}
		return queue;
	}

	private static Map<String, String> metadata(StubRequest request) {
		Map<String, String> metadata = new TreeMap<>();
		request.headers().forEach((name, value) -> {
			if (name.startsWith(METADATA)) {
				metadata.put(name.substring(METADATA.length()), value);
			}
		});
		return metadata;
	}

	private synchronized StubAnswer.Reply create(String name, Map<String, String> metadata) {
		if (name.length() < 3 || name.length() > 63) {
			throw new StubRefusal(400, "OutOfRangeInput", "One of the request inputs is out of range.");
		}
		if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
			throw new StubRefusal(400, "InvalidResourceName",
					"The specifed resource name contains invalid characters.");
		}
		Instant gone = this.beingDeleted.get(name);
		if (gone != null && now().isBefore(gone)) {
			throw new StubRefusal(409, "QueueBeingDeleted", "The specified queue is being deleted.");
		}
		StubQueue there = this.queues.putIfAbsent(name, new StubQueue(metadata));
		if (there != null && !there.metadata().equals(metadata)) {
			throw new StubRefusal(409, "QueueAlreadyExists", "The specified queue already exists.");
		}
		return StubAnswer.empty((there != null) ? 204 : 201);
	}

	private synchronized StubAnswer.Reply delete(String name) {
		if (this.queues.remove(name) == null) {
			throw StubRefusal.queueNotFound();
		}
		this.beingDeleted.put(name, now().plus(this.deletion));
		return StubAnswer.empty(204);
	}

	private StubAnswer.Reply describe(StubQueue queue) {
		StubAnswer.Reply reply = StubAnswer.empty(200).with("x-ms-approximate-messages-count", queue.count(now()));
		for (Map.Entry<String, String> each : queue.metadata().entrySet()) {
			reply = reply.with(METADATA + each.getKey(), each.getValue());
		}
		return reply;
	}

	private StubAnswer.Reply put(StubQueue queue, StubRequest request) {
		String text = StubXml.read(request.body(), "MessageText");
		if (text == null) {
			throw new StubRefusal(400, "InvalidXmlDocument", "XML specified is not syntactically valid.");
		}
		int life = request.number("messagettl", SEVEN_DAYS, -1, Integer.MAX_VALUE);
		if (life == 0) {
			throw new StubRefusal(400, "InvalidQueryParameterValue",
					"Value for one of the query parameters specified in the request URI is invalid.")
				.with("QueryParameterName", "messagettl");
		}
		Duration hidden = Duration.ofSeconds(request.number("visibilitytimeout", 0, 0, SEVEN_DAYS));
		StubMessage message = queue.put(text, hidden, (life > 0) ? Duration.ofSeconds(life) : null, now());
		StubXml xml = new StubXml().open("QueueMessagesList").open("QueueMessage");
		times(xml, message);
		held(xml, message);
		return StubAnswer.xml(201, xml.close("QueueMessage").close("QueueMessagesList"));
	}

	private static int number(StubRequest request) {
		return request.number("numofmessages", 1, 1, MOST_AT_ONCE);
	}

	private StubAnswer.Reply receive(StubQueue queue, StubRequest request) {
		int most = number(request);
		Duration hidden = Duration
			.ofSeconds(request.number("visibilitytimeout", (int) LEASE.toSeconds(), 1, SEVEN_DAYS));
		return StubAnswer.xml(200, messages(queue.receive(most, hidden, now()), true));
	}

	private static StubXml messages(List<StubMessage> messages, boolean held) {
		StubXml xml = new StubXml().open("QueueMessagesList");
		for (StubMessage message : messages) {
			xml.open("QueueMessage");
			times(xml, message);
			if (held) {
				held(xml, message);
			}
			xml.text("DequeueCount", message.dequeueCount()).text("MessageText", message.text());
			xml.close("QueueMessage");
		}
		return xml.close("QueueMessagesList");
	}

	private static void times(StubXml xml, StubMessage message) {
		xml.text("MessageId", message.id())
			.text("InsertionTime", date(message.insertedOn()))
			.text("ExpirationTime", date(message.expiresOn()));
	}

	private static void held(StubXml xml, StubMessage message) {
		xml.text("PopReceipt", message.popReceipt()).text("TimeNextVisible", date(message.nextVisibleOn()));
	}

	static String date(Instant time) {
		return DATES.format(time.atOffset(ZoneOffset.UTC));
	}

	private StubAnswer.Reply update(StubQueue queue, StubRequest request) {
		request.required("visibilitytimeout");
		Duration hidden = Duration.ofSeconds(request.number("visibilitytimeout", 0, 0, SEVEN_DAYS));
		String text = StubXml.read(request.body(), "MessageText");
		StubMessage message = queue.update(id(request), request.required("popreceipt"), text, hidden, now());
		return StubAnswer.empty(204)
			.with("x-ms-popreceipt", message.popReceipt())
			.with("x-ms-time-next-visible", date(message.nextVisibleOn()));
	}

	private StubAnswer.Reply list(String prefix) {
		StubXml xml = new StubXml().open("EnumerationResults", "ServiceEndpoint", "http://127.0.0.1/");
		xml.text("Prefix", prefix).open("Queues");
		this.queues.keySet()
			.stream()
			.filter((name) -> name.startsWith(prefix))
			.forEach((name) -> xml.open("Queue").text("Name", name).close("Queue"));
		return StubAnswer.xml(200, xml.close("Queues").text("NextMarker", "").close("EnumerationResults"));
	}

}
