package dev.tappet.dispatch;

import dev.tappet.source.Message;

/**
 * A stream entry as compact JSON.
 */
final class EntryJson {

	private EntryJson() {
	}

	/** {@code {"Id":"1-0","Values":{"field":"value"}}}, anything but UTF-8 replaced. */
	static String whole(Message.Entry entry) {
		byte[][] fields = EntryFields.distinct(entry);
		JsonBytes json = new JsonBytes(size(fields) + entry.rawId().length + 32);
		json.punctuation('{').string("Id").punctuation(':').string(entry.rawId());
		json.punctuation(',').string("Values").punctuation(':');
		values(json, fields);
		return json.punctuation('}').toText();
	}

	/** The fields as one object of strings, their bytes as they are. */
	static byte[] values(Message.Entry entry) {
		byte[][] fields = EntryFields.distinct(entry);
		JsonBytes json = new JsonBytes(size(fields));
		values(json, fields);
		return json.toBytes();
	}

	private static void values(JsonBytes json, byte[][] fields) {
		json.punctuation('{');
		for (int i = 0; i + 1 < fields.length; i += 2) {
			if (i > 0) {
				json.punctuation(',');
			}
			json.string(fields[i]).punctuation(':').string(fields[i + 1]);
		}
		json.punctuation('}');
	}

	private static int size(byte[][] fields) {
		int size = 2;
		for (byte[] part : fields) {
			size = Math.addExact(size, part.length + 3);
		}
		return size;
	}

}
