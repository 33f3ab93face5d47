package dev.tappet.operate;

import java.util.Map;
import java.util.Objects;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells the version that runs.
 */
class TappetInfo implements InfoContributor {

	/** What is not in a jar has no version yet. */
	static String version() {
		return Objects.requireNonNullElse(TappetInfo.class.getPackage().getImplementationVersion(), "development");
	}

	@Override
	public void contribute(Info.Builder builder) {
		builder.withDetail("tappet", Map.of("version", version()));
	}

}
