package dev.tappet.source.kafka.poll;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class PollSettingsTests {

	private static final int MEGABYTE = 1 << 20;

	private static Map<String, Object> consumer(long readBuffer, Map<String, Object> connection) {
		return PollSettings.of(Rig.trigger(), false, readBuffer).consumer(connection);
	}

	@Test
	void fetchesAsMuchAsThereIsMemoryFor() {
		assertThat(consumer(1024 * MEGABYTE, Map.of())).contains(
				entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * MEGABYTE),
				entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * MEGABYTE));
		assertThat(consumer(MEGABYTE, Map.of())).contains(entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MEGABYTE),
				entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MEGABYTE));
	}

	@Test
	void leavesTheBufferOfTheConnectionToTheSystem() {
		assertThat(consumer(MEGABYTE, Map.of())).contains(entry(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1));
	}

	@Test
	void leavesWhatWasWrittenForTheConnection() {
		Map<String, Object> connection = new HashMap<>();
		connection.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, "32768");
		connection.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1000");
		assertThat(consumer(MEGABYTE, connection)).doesNotContainKeys(ConsumerConfig.RECEIVE_BUFFER_CONFIG,
				ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG);
	}

}
