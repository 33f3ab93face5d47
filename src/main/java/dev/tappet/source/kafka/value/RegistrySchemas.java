package dev.tappet.source.kafka.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import tools.jackson.databind.JsonNode;

/**
 * The schemas of a registry, each asked for once. A schema never changes; that there is
 * none of a number may, and is asked again after a while.
 */
final class RegistrySchemas {

	static final int MOST = 1000;

	private static final long ABSENCE = TimeUnit.MINUTES.toNanos(1);

	/** Schemas that refer to each other in a ring end here. */
	private static final int MOST_REFERENCES = 100;

	private final Map<Integer, Known> known = new ConcurrentHashMap<>();

	private final ReentrantLock asking = new ReentrantLock();

	private final RegistryClient client;

	private final LongSupplier ticker;

	RegistrySchemas(RegistryClient client) {
		this(client, System::nanoTime);
	}

	RegistrySchemas(RegistryClient client, LongSupplier ticker) {
		this.client = client;
		this.ticker = ticker;
	}

	/**
	 * What is known of a number.
	 */
	sealed interface Known {

	}

	/**
	 * A schema.
	 *
	 * @param schema the schema
	 */
	record Readable(Schema schema) implements Known {
	}

	/**
	 * Nothing that could be read with.
	 *
	 * @param reason why
	 * @param since when that was found
	 */
	record Unreadable(String reason, long since) implements Known {
	}

	boolean isKnown(int id) {
		return switch (this.known.get(id)) {
			case Readable readable -> true;
			case Unreadable unreadable -> this.ticker.getAsLong() - unreadable.since() < ABSENCE;
			case null -> false;
		};
	}

	/** Has the schema of a number. Waits for the registry. */
	void learn(int id) throws FormatUnavailableException {
		this.asking.lock();
		try {
			if (isKnown(id)) {
				return;
			}
			Known found = ask(id);
			if (this.known.size() >= MOST) {
				this.known.keySet().stream().findAny().ifPresent(this.known::remove);
			}
			this.known.put(id, found);
		}
		finally {
			this.asking.unlock();
		}
	}

	/** What is known of a number that was learned. */
	Known get(int id) {
		Known found = this.known.get(id);
		try {
			while (found == null) {
				// Others have pushed it out since.
				learn(id);
				found = this.known.get(id);
			}
			return found;
		}
		catch (FormatUnavailableException ex) {
			throw new IllegalStateException(ex.reason());
		}
	}

	private Known ask(int id) throws FormatUnavailableException {
		JsonNode answer = this.client.get("/schemas/ids/" + id);
		if (answer == null) {
			return unreadable("the registry has no schema of the number " + id);
		}
		if (!isAvro(answer)) {
			return unreadable("the schema of the number " + id + " is none of Avro's");
		}
		try {
			Map<String, Schema> types = new LinkedHashMap<>();
			addReferences(answer, types, new ArrayList<>());
			return new Readable(parse(answer, types));
		}
		catch (AvroRuntimeException ex) {
			return unreadable("the schema of the number " + id + " cannot be read");
		}
	}

	private Unreadable unreadable(String reason) {
		return new Unreadable(reason, this.ticker.getAsLong());
	}

	private static boolean isAvro(JsonNode answer) {
		return answer.path("schemaType").asString("AVRO").equals("AVRO") && answer.path("schema").isString();
	}

	private void addReferences(JsonNode answer, Map<String, Schema> types, List<String> seen)
			throws FormatUnavailableException {
		for (JsonNode reference : answer.path("references")) {
			String path = "/subjects/%s/versions/%d".formatted(
					RegistryClient.encoded(reference.path("subject").asString("")), reference.path("version").asInt(0));
			if (seen.contains(path)) {
				continue;
			}
			seen.add(path);
			JsonNode referred = (seen.size() > MOST_REFERENCES) ? null : this.client.get(path);
			if (referred == null || !isAvro(referred)) {
				throw new AvroRuntimeException("a reference leads nowhere");
			}
			addReferences(referred, types, seen);
			Schema schema = parse(referred, types);
			types.put(schema.getFullName(), schema);
		}
	}

	private static Schema parse(JsonNode answer, Map<String, Schema> types) {
		return new Schema.Parser().addTypes(types.values()).parse(answer.path("schema").asString());
	}

}
