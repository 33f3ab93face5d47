package dev.tappet.source.azurequeue.connection;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.tappet.source.Problems;

/**
 * Keeps what was found wrong, by key.
 */
final class FoundHere implements Problems {

	private final Map<String, String> found = new LinkedHashMap<>();

	@Override
	public void add(String key, String problem, String remedy) {
		this.found.put(key, problem + " " + remedy);
	}

	@Override
	public boolean isSet(String key) {
		return false;
	}

	Map<String, String> found() {
		return this.found;
	}

}
