package dev.tappet.source.redis;

import java.nio.file.Path;

import dev.tappet.support.Certificates;
import dev.tappet.support.TappetService;
import org.jspecify.annotations.Nullable;

class SentinelIT extends SentinelConformance {

	@Override
	@Nullable Certificates certificates(Path folder) {
		return null;
	}

	@Override
	@Nullable String sentinelPassword() {
		return null;
	}

	@Override
	void secure(TappetService.Builder builder, @Nullable Certificates certificates) {
	}

}
