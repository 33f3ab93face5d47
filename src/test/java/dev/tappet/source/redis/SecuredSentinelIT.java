package dev.tappet.source.redis;

import java.nio.file.Path;
import java.util.Objects;

import dev.tappet.support.Certificates;
import dev.tappet.support.TappetService;
import org.jspecify.annotations.Nullable;

/**
 * With TLS and passwords everywhere, those of the Sentinels being others than those of
 * the servers.
 */
class SecuredSentinelIT extends SentinelConformance {

	@Override
	Certificates certificates(Path folder) {
		return Certificates.in(folder);
	}

	@Override
	String sentinelPassword() {
		return "watchword";
	}

	@Override
	void secure(TappetService.Builder builder, @Nullable Certificates certificates) {
		builder
			.setting("spring.ssl.bundle.pem.trusting.truststore.certificate",
					Objects.requireNonNull(certificates).certificate(Certificates.AUTHORITY))
			.setting("spring.data.redis.ssl.bundle", "trusting")
			.setting("spring.data.redis.username", "tappet")
			.setting("spring.data.redis.password", "secret")
			.setting("spring.data.redis.sentinel.password", sentinelPassword());
	}

}
