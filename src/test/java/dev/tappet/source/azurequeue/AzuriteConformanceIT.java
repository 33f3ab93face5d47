package dev.tappet.source.azurequeue;

import java.util.Objects;

import dev.tappet.source.SourceConformance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * What every source keeps, of queues in Azurite.
 */
class AzuriteConformanceIT extends SourceConformance<AzureQueueBroker> {

	private static @Nullable Azurite azurite;

	AzuriteConformanceIT() {
		super(AzureQueueBroker.on(Objects.requireNonNull(azurite)), AzureQueueConformanceIT.FEATURES);
	}

	@BeforeAll
	static void start() {
		azurite = Azurite.start();
	}

	@AfterAll
	static void end() {
		if (azurite != null) {
			azurite.close();
		}
	}

}
