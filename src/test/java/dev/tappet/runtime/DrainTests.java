package dev.tappet.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DrainTests {

	@Test
	void saysWhatItDrains() {
		Drain drain = new Drain(new TreeMap<>(Map.of("orders", 13, "mails", 3)), Duration.ofSeconds(27));
		assertThat(drain.begins())
			.isEqualTo("Draining: 16 message(s) in handlers of 'mails' (3), 'orders' (13), for up to 27.0 s");
		assertThat(drain.ends(2, 44, Duration.ofMillis(3149)))
			.isEqualTo("Drained 16 message(s) in handlers, 2 of them not finished in time; handed back 44 in 3.1 s");
	}

	@Test
	void saysThatThereIsNothingToDrain() {
		assertThat(new Drain(Map.of(), Duration.ofSeconds(27)).begins())
			.isEqualTo("Stopping: no message is in a handler");
	}

}
