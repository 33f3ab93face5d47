package dev.tappet.handler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entry of a stream. Of a field that is repeated in the entry the last value counts.
 *
 * @param id the entry id
 * @param values the fields in their order
 */
public record StreamEntry(String id, Map<String, String> values) {

	public StreamEntry {
		values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

}
