package dev.tappet.source.kafka;

import dev.tappet.source.Features;
import dev.tappet.source.SourceConformance;
import org.junit.jupiter.api.AutoClose;

/**
 * What every source keeps, of topics with one partition: the order of the records is that
 * of a partition.
 */
class KafkaConformanceIT extends SourceConformance<KafkaBroker> {

	@AutoClose
	private static final KafkaServer server = KafkaServer.start();

	KafkaConformanceIT() {
		super(new KafkaBroker(server, 1), Features.ALL);
	}

}
