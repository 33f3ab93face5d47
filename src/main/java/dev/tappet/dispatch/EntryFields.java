package dev.tappet.dispatch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.tappet.source.Message;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a stream entry. Of a field that is repeated the last value counts, at the
 * place of the first.
 */
final class EntryFields {

	/** Up to here comparing every pair of names is cheaper than hashing them. */
	private static final int FEW = 32;

	private EntryFields() {
	}

	static Map<String, String> map(Message.Entry entry) {
		Map<String, String> map = new LinkedHashMap<>();
		byte[][] fields = entry.fields();
		for (int i = 0; i + 1 < fields.length; i += 2) {
			map.put(text(fields[i]), text(fields[i + 1]));
		}
		return Collections.unmodifiableMap(map);
	}

	static Map<String, String> mapWithout(Message.Entry entry, String field) {
		Map<String, String> map = new LinkedHashMap<>(map(entry));
		map.remove(field);
		return Collections.unmodifiableMap(map);
	}

	static byte @Nullable [] last(Message.Entry entry, byte[] field) {
		byte[][] fields = entry.fields();
		for (int i = fields.length / 2 * 2 - 2; i >= 0; i -= 2) {
			if (Arrays.equals(fields[i], field)) {
				return fields[i + 1];
			}
		}
		return null;
	}

	/**
	 * Names and values in turn, each name once. Works on bytes, so that what is not text
	 * stays as it is.
	 */
	static byte[][] distinct(Message.Entry entry) {
		byte[][] fields = entry.fields();
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

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
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
