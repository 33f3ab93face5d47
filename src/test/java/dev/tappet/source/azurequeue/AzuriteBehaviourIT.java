package dev.tappet.source.azurequeue;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * What users of Azure's queue trigger rely on, on Azurite.
 */
class AzuriteBehaviourIT extends AzureQueueBehaviour {

	private static @Nullable Azurite azurite;

	@BeforeAll
	static void start() {
		azurite = Azurite.start();
	}

	@AfterAll
	static void endAzurite() {
		if (azurite != null) {
			azurite.close();
		}
	}

	@Override
	AzureQueueBroker open() {
		return AzureQueueBroker.on(Objects.requireNonNull(azurite));
	}

}
