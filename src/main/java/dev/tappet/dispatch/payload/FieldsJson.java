package dev.tappet.dispatch.payload;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.tappet.source.Message;

/**
 * A message of named fields as compact JSON. Of a field that is repeated the last value
 * counts, at the place of the first. Works on bytes, so that what is not text stays as it
 * is.
 */
final class FieldsJson {

	/** Up to here comparing every pair of names is cheaper than hashing them. */
	private static final int FEW = 32;

	private FieldsJson() {
	}

	/**
	 * {@code {"Id":"1-0","Values":{"field":"value"}}}, in UTF-8 as far as the values are.
	 */
	static JsonBytes whole(Message.Fields message) {
		byte[][] fields = distinct(message.fields());
		String id = message.id();
		JsonBytes json = new JsonBytes(size(fields) + id.length() + 32);
		json.punctuation('{').string("Id").punctuation(':').string(id);
		json.punctuation(',').string("Values").punctuation(':');
		values(json, fields);
		return json.punctuation('}');
	}

	/** The fields as one object of strings, their bytes as they are. */
	static byte[] values(Message.Fields message) {
		byte[][] fields = distinct(message.fields());
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

	private static byte[][] distinct(byte[][] fields) {
		if (fields.length <= FEW && !hasRepeated(fields)) {
			return fields;
		}
		Map<ByteBuffer, byte[]> values = new LinkedHashMap<>();
		for (int i = 0; i + 1 < fields.length; i += 2) {
			values.put(ByteBuffer.wrap(fields[i]), fields[i + 1]);
		}
		byte[][] distinct = new byte[values.size() * 2][];
		int at = 0;
		for (Map.Entry<ByteBuffer, byte[]> field : values.entrySet()) {
			distinct[at++] = field.getKey().array();
			distinct[at++] = field.getValue();
		}
		return distinct;
	}

	private static boolean hasRepeated(byte[][] fields) {
		for (int i = 2; i < fields.length; i += 2) {
			for (int j = 0; j < i; j += 2) {
				if (Arrays.equals(fields[i], fields[j])) {
					return true;
				}
			}
		}
		return false;
	}

}
