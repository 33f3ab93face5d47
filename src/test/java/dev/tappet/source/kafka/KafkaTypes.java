package dev.tappet.source.kafka;

import dev.tappet.source.SourceType;

/**
 * The kind of source that reads from Kafka, for tests that make no source of it.
 */
public final class KafkaTypes {

	private KafkaTypes() {
	}

	public static SourceType topics() {
		return new KafkaType(() -> {
			throw new IllegalStateException("no Kafka here");
		});
	}

}
