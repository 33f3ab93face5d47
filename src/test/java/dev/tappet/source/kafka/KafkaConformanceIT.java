package dev.tappet.source.kafka;

import dev.tappet.source.Features;
import dev.tappet.source.SourceConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * What every source keeps, of topics with one partition: the order of the records is that
 * of a partition.
 */
class KafkaConformanceIT extends SourceConformance<KafkaBroker> {

	private static KafkaServer server;

	KafkaConformanceIT() {
		super(new KafkaBroker(server, 1), Features.ALL);
	}

	@BeforeAll
	static void startServer() {
		server = KafkaServer.start();
	}

	@AfterAll
	static void endServer() {
		server.close();
	}

}
