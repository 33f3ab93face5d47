package dev.tappet.source.azurequeue.poll;

import java.time.Duration;

/**
 * Blocks of triggers.
 */
final class Blocks {

	private Blocks() {
	}

	static AzureQueueDefinition definition(String queue, MessageEncoding encoding) {
		return new AzureQueueDefinition(queue, encoding, 16, Duration.ofSeconds(5), Duration.ofSeconds(15),
				queue + "-poison");
	}

}
