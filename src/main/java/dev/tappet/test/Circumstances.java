package dev.tappet.test;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is told of a message beside its payload.
 *
 * @param attempt which attempt it is on
 * @param replay whether it came back from the dead letters
 * @param headers what travels beside the payload
 * @param clock tells when it was written
 */
record Circumstances(int attempt, boolean replay, Map<String, String> headers, Clock clock) {

	Circumstances {
		if (attempt < 1) {
			throw new IllegalArgumentException("the first attempt is 1");
		}
	}

	Circumstances at(int number) {
		return new Circumstances(number, this.replay, this.headers, this.clock);
	}

	Circumstances replayed() {
		return new Circumstances(this.attempt, true, this.headers, this.clock);
	}

	Circumstances with(String name, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.put(name, value);
		return new Circumstances(this.attempt, this.replay, more, this.clock);
	}

	Circumstances by(Clock other) {
		return new Circumstances(this.attempt, this.replay, this.headers, other);
	}
}
