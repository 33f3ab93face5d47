package dev.tappet.source.redis.connection;

import java.util.List;
import java.util.function.Supplier;

import dev.tappet.source.NearNames;
import org.jspecify.annotations.Nullable;

/**
 * Which SSL bundles an application has.
 *
 * @param names asks for their names, when a connection names one; {@code null} is
 * answered where nobody knows
 */
public record BundleNames(Supplier<@Nullable List<String>> names) {

	/** Nobody knows which there are. */
	static final BundleNames UNKNOWN = new BundleNames(() -> null);

	boolean missing(String name) {
		List<String> known = this.names.get();
		return known != null && !known.contains(name);
	}

	String hint(String name) {
		List<String> known = this.names.get();
		return (known == null || known.isEmpty()) ? "Define it under spring.ssl.bundle.pem or spring.ssl.bundle.jks."
				: NearNames.hint(name, known);
	}

}
