package dev.tappet.source.azurequeue;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Azurite does what the stub is held against.
 */
class AzuriteIT extends QueueServiceProtocol {

	private static @Nullable Azurite azurite;

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

	@Override
	TestedService service() {
		return Objects.requireNonNull(azurite);
	}

}
