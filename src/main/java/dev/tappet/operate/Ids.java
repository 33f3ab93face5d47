package dev.tappet.operate;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a list of ids, as it comes with a request: the text of a JSON list, or ids with
 * commas between them.
 */
final class Ids {

	private static final JsonMapper JSON = new JsonMapper();

	private Ids() {
	}

	/**
	 * The ids.
	 * @param text the list
	 * @return its elements
	 * @throws IllegalArgumentException where it is none
	 */
	static List<String> of(String text) {
		if (!text.startsWith("[")) {
			return List.of(text.split(","));
		}
		try {
			List<String> ids = new ArrayList<>();
			for (JsonNode id : JSON.readTree(text)) {
				if (!id.isString()) {
					throw new IllegalArgumentException("An id is a text.");
				}
				ids.add(id.stringValue());
			}
			return ids;
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("'ids' is a list of texts.", ex);
		}
	}

}
