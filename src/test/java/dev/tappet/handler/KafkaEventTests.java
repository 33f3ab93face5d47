package dev.tappet.handler;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaEventTests {

	@Test
	void isJsonAsAString() {
		KafkaEvent event = new KafkaEvent("orders", 2, 17, Instant.parse("2026-01-31T12:00:00Z"), "k", "{\"id\":1}\n\\",
				List.of(new KafkaEvent.Header("a", "1"), new KafkaEvent.Header("a", "2")));
		assertThat(event).hasToString("{\"Offset\":17,\"Partition\":2,\"Topic\":\"orders\","
				+ "\"Timestamp\":\"2026-01-31T12:00:00Z\",\"Value\":\"{\\\"id\\\":1}\\u000a\\\\\",\"Key\":\"k\","
				+ "\"Headers\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"a\",\"Value\":\"2\"}]}");
	}

	@Test
	void saysWhatARecordHasNot() {
		assertThat(new KafkaEvent("orders", 0, 0, null, null, null, List.of()))
			.hasToString("{\"Offset\":0,\"Partition\":0,\"Topic\":\"orders\",\"Timestamp\":null,\"Value\":null,"
					+ "\"Key\":null,\"Headers\":[]}");
	}

}
